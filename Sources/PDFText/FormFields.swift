import CPoppler
import Glibc

/// What was filled into the fields of a form. A page's text is what is printed on it; fields are apart from that.
enum FormFields {
    static func filled(_ page: OpaquePointer, pageHeight: Double, _ poppler: poppler_functions) -> [FilledField] {
        guard let list = poppler.poppler_page_get_form_field_mapping(page) else { return [] }
        defer { poppler.poppler_page_free_form_field_mapping(list) }
        var result: [FilledField] = []
        PopplerList.forEach(list, poppler_form_field_mapping.self) { mapping in
            guard let field = mapping.field, let text = value(of: field, poppler), !text.isEmpty else { return }
            let area = mapping.area
            let (top, bottom) = (pageHeight - max(area.y1, area.y2), pageHeight - min(area.y1, area.y2))
            let lines = text.split(whereSeparator: \.isNewline)
            let height = (bottom - top) / Double(max(1, lines.count))
            for (number, line) in lines.enumerated() {
                let box = TextBox(
                    left: min(area.x1, area.x2), top: top + Double(number) * height, right: max(area.x1, area.x2),
                    bottom: top + Double(number + 1) * height)
                result.append(FilledField(text: String(line), box: box))
            }
        }
        return result
    }

    private static func value(of field: OpaquePointer, _ poppler: poppler_functions) -> String? {
        switch Int(poppler.poppler_form_field_get_field_type(field)) {
        case poppler_form_field_text:
            guard poppler.poppler_form_field_text_is_password(field) == 0 else { return nil }
            return PopplerList.string(poppler.poppler_form_field_text_get_text(field), poppler)
        case poppler_form_field_choice:
            let count = poppler.poppler_form_field_choice_get_n_items(field)
            let chosen = (0..<max(0, min(count, 1_000))).compactMap { index -> String? in
                guard poppler.poppler_form_field_choice_is_item_selected(field, index) != 0 else { return nil }
                return PopplerList.string(poppler.poppler_form_field_choice_get_item(field, index), poppler)
            }
            guard chosen.isEmpty else { return chosen.joined(separator: ", ") }
            return PopplerList.string(poppler.poppler_form_field_choice_get_text(field), poppler)
        case poppler_form_field_button:
            guard Int(poppler.poppler_form_field_button_get_button_type(field)) != poppler_form_button_push,
                poppler.poppler_form_field_button_get_state(field) != 0
            else { return nil }
            return "[x]"
        default: return nil
        }
    }
}

/// Notes that were typed onto a page.
enum FreeTexts {
    static func contents(_ page: OpaquePointer, _ poppler: poppler_functions) -> [String] {
        guard let list = poppler.poppler_page_get_annot_mapping(page) else { return [] }
        defer { poppler.poppler_page_free_annot_mapping(list) }
        var result: [(top: Double, left: Double, text: String)] = []
        PopplerList.forEach(list, poppler_annot_mapping.self) { mapping in
            guard let annotation = mapping.annot,
                Int(poppler.poppler_annot_get_annot_type(annotation)) == poppler_annot_free_text,
                Int(poppler.poppler_annot_get_flags(annotation)) & poppler_annot_flags_unseen == 0,
                let text = PopplerList.string(poppler.poppler_annot_get_contents(annotation), poppler), !text.isEmpty
            else { return }
            result.append((-max(mapping.area.y1, mapping.area.y2), mapping.area.x1, text))
        }
        return result.sorted { ($0.top, $0.left) < ($1.top, $1.left) }.map(\.text)
    }
}

enum PopplerList {
    /// Calls `body` with what each element of a list points to.
    static func forEach<Element>(_ list: OpaquePointer, _: Element.Type, _ body: (Element) -> Void) {
        var next: OpaquePointer? = list
        while let link = next {
            let element = UnsafeRawPointer(link).load(as: poppler_list.self)
            if let data = element.data { body(UnsafeRawPointer(data).load(as: Element.self)) }
            next = element.next
        }
    }

    /// A copy of a string that is freed.
    static func string(_ text: UnsafeMutablePointer<CChar>?, _ poppler: poppler_functions) -> String? {
        guard let text else { return nil }
        defer { poppler.g_free(text) }
        return String(cString: text)
    }
}
