import CPoppler
import Glibc

/// What poppler tells of a page, taken while its lock is held; made into text afterwards.
struct PDFPageContents {
    /// UTF-8, ended by a zero byte; to be freed with `g_free`.
    private let text: UnsafeMutablePointer<CChar>?
    private let length: Int
    private var boxes: UnsafeMutablePointer<poppler_rectangle>?
    private var boxCount = 0
    private let size: (width: Double, height: Double)
    private let fields: [FilledField]
    private let notes: [String]
    private let poppler: poppler_functions

    /// Beyond any page, in points.
    private static let far = 1e5

    /// - Parameter mostCharacters: nobody asks for the boxes of more.
    init(_ page: OpaquePointer, _ poppler: poppler_functions, mostCharacters: Int) {
        self.poppler = poppler
        var (width, height) = (0.0, 0.0)
        poppler.poppler_page_get_size(page, &width, &height)
        size = (width, height)
        fields = FormFields.filled(page, pageHeight: height, poppler)
        notes = FreeTexts.contents(page, poppler)
        // poppler takes what lies between two corners in its order of reading. Those of the page would cut off what
        // begins at its very edge.
        var area = poppler_rectangle(x1: -Self.far, y1: -Self.far, x2: Self.far, y2: Self.far)
        var found = Self.text(page, &area, poppler)
        if Self.mayRunLeftwards(found) {
            // The left corner is the end of a line written from right to left: the first line is cut short, and where
            // there are few lines nothing is left. Begin at the right.
            var leftwards = poppler_rectangle(x1: Self.far, y1: -Self.far, x2: -Self.far, y2: Self.far)
            let other = Self.text(page, &leftwards, poppler)
            let isLonger = Self.length(other) > Self.length(found)
            poppler.g_free(isLonger ? found : other)
            if isLonger { (found, area) = (other, leftwards) }
        }
        text = found
        length = Self.length(found)
        // A scalar takes four bytes at most.
        guard length > 0, length / 4 <= mostCharacters else { return }
        withUnsafeMutablePointer(to: &area) { area in
            var rectangles: OpaquePointer?
            var count: UInt32 = 0
            guard poppler.poppler_page_get_text_layout_for_area(page, OpaquePointer(area), &rectangles, &count) != 0
            else { return }
            boxes = rectangles.map { UnsafeMutablePointer<poppler_rectangle>($0) }
            boxCount = Int(count)
        }
    }

    /// Bytes of the text as poppler gives it.
    var byteCount: Int { length }

    /// The cleaned text in reading order. To be called once: it frees what poppler gave.
    consuming func page() -> (text: String, margins: PageMargins) {
        defer {
            poppler.g_free(text)
            poppler.g_free(boxes)
        }
        guard let text, length > 0 else { return typedOnly() }
        return text.withMemoryRebound(to: UInt8.self, capacity: length) { text in
            let text = UnsafeBufferPointer(start: text, count: length)
            guard let reader = WordReader(text, boxes: UnsafeBufferPointer(start: boxes, count: boxCount)) else {
                let added = fields.map(\.text) + notes
                var repaired = String(decoding: text, as: UTF8.self)
                for line in added { repaired += "\n" + line }
                return repaired.withUTF8 { (Legibility.isText($0) ? PageText.cleaned($0) : "", PageMargins()) }
            }
            return Self.cleaned(PageLayout(reader, fields: fields, notes: notes, size: size))
        }
    }

    /// Frees what poppler gave.
    consuming func discarded() -> (text: String, margins: PageMargins) {
        poppler.g_free(text)
        poppler.g_free(boxes)
        return ("", PageMargins())
    }

    private func typedOnly() -> (text: String, margins: PageMargins) {
        guard !fields.isEmpty || !notes.isEmpty else { return ("", PageMargins()) }
        let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        guard let reader = WordReader(nothing, boxes: UnsafeBufferPointer(start: nil, count: 0))
        else { return ("", PageMargins()) }
        return Self.cleaned(PageLayout(reader, fields: fields, notes: notes, size: size))
    }

    private static func cleaned(_ layout: PageLayout) -> (text: String, margins: PageMargins) {
        layout.text.withUnsafeBufferPointer { text in
            Legibility.isText(text) ? (PageText.cleaned(text), layout.margins) : ("", PageMargins())
        }
    }

    private static func text(
        _ page: OpaquePointer, _ area: inout poppler_rectangle, _ poppler: poppler_functions
    ) -> UnsafeMutablePointer<CChar>? {
        withUnsafeMutablePointer(to: &area) { poppler.poppler_page_get_text_for_area(page, OpaquePointer($0)) }
    }

    private static func length(_ text: UnsafePointer<CChar>?) -> Int { text.map { Int(strlen($0)) } ?? 0 }

    /// Whether nothing came, or poppler's mark before a word that is written from right to left (U+202B).
    private static func mayRunLeftwards(_ text: UnsafePointer<CChar>?) -> Bool {
        guard let text else { return true }
        return text.pointee == 0 || strstr(text, "\u{202B}") != nil
    }
}
