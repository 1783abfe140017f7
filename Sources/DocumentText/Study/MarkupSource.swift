/// Tells the source of RTF and HTML, and data URLs, from text.
enum MarkupSource {
    /// By how it begins: RTF's mark, a data URL, or what only a whole page of HTML begins with.
    static func kind(ofBeginning text: String) -> ForeignText? {
        let beginning = Substring(text.prefix(4_000)).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if beginning.hasPrefix("{\\rtf") { return .rtf }
        if EncodedRuns.beginsWithDataURL(beginning) { return .encodedData }
        guard beginning.first == "<" else { return nil }
        var rest = beginning
        for (open, close) in [("<?", "?>"), ("<!--", "-->"), ("<!--", "-->")] where rest.hasPrefix(open) {
            guard let end = rest.end(of: close) else { return nil }
            rest = rest[end...].drop(while: \.isWhitespace)
        }
        let head = rest.prefix(16).lowercased()
        guard head.hasPrefix("<!doctype html") || ["<html", "<head", "<body"].contains(where: head.hasPrefix),
            HTMLTag.count(in: rest.utf8) >= 3
        else { return nil }
        return .html
    }
}

extension Substring {
    /// The place behind the first `mark`.
    fileprivate func end(of mark: String) -> Index? {
        var position = startIndex
        while position < endIndex {
            if self[position...].hasPrefix(mark) { return index(position, offsetBy: mark.count) }
            formIndex(after: &position)
        }
        return nil
    }
}
