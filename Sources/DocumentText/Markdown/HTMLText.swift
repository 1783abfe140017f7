/// HTML within Markdown.
enum HTMLText {
    /// What is read of it: tags and comments go, a block's tag ends a line; style and script are not for reading. What
    /// is no tag of HTML stays as it is.
    static func withoutTags(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var kept: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: "<!--".utf8) {
                position = end(of: "-->", in: bytes, from: position + 4) ?? bytes.count
            } else if bytes[position] == UInt8(ascii: "<"), let tag = HTMLTag(bytes[position...]) {
                position += tag.length
                if tag.isBlock { kept.append(UInt8(ascii: "\n")) }
                if !tag.isClosing, tag.name == "style" || tag.name == "script" {
                    position = end(of: "</\(tag.name)>", in: bytes, from: position) ?? position
                }
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func end(of mark: String, in bytes: [UInt8], from start: Int) -> Int? {
        let mark = Array(mark.utf8)
        guard start < bytes.count else { return nil }
        return bytes[start...].indices.first { bytes[$0...].starts(with: mark) }.map { $0 + mark.count }
    }
}
