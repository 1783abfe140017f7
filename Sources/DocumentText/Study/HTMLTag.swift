/// A tag of HTML in a text: "<p>", "</a>", "<img src=…>". Angle brackets around anything else are the text's own:
/// `List<String>`, `a < b`.
struct HTMLTag {
    /// In lower case.
    let name: String
    let isClosing: Bool
    /// In bytes, brackets included.
    let length: Int

    /// The tag that `bytes` begin with, after a "<" that stands there.
    init?<Bytes: Collection<UInt8>>(_ bytes: Bytes) {
        var rest = bytes.dropFirst()
        isClosing = rest.first == UInt8(ascii: "/")
        if isClosing { rest = rest.dropFirst() }
        let letters = rest.prefix(12).prefix { Self.isLetterOrDigit($0) }
        name = String(decoding: letters, as: UTF8.self).lowercased()
        guard Self.names.contains(name) else { return nil }
        rest = rest.dropFirst(letters.count)
        // Attributes have values, but for the few of a tag like "<br />".
        let attributes = rest.prefix(2_000).prefix { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") }
        let hasValues = attributes.contains(UInt8(ascii: "="))
        let isBare = attributes.allSatisfy { $0 <= 0x20 || $0 == UInt8(ascii: "/") }
        rest = rest.dropFirst(attributes.count)
        guard rest.first == UInt8(ascii: ">"), isBare || (hasValues && !isClosing) else { return nil }
        length = bytes.distance(from: bytes.startIndex, to: rest.startIndex) + 1
    }

    var isBlock: Bool { Self.blocks.contains(name) }

    static func count(in bytes: some Collection<UInt8>) -> Int {
        var count = 0
        forEach(in: bytes) { _, _ in count += 1 }
        return count
    }

    static func forEach<Bytes: Collection<UInt8>>(
        in bytes: Bytes, _ body: (HTMLTag, Bytes.Index) -> Void
    ) {
        var position = bytes.startIndex
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            if let tag = HTMLTag(bytes[open...]) {
                body(tag, open)
                position = bytes.index(open, offsetBy: tag.length)
            } else {
                position = bytes.index(after: open)
            }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
        "li",
        "main", "nav", "ol", "option", "p", "pre", "script", "section", "select", "style", "summary", "table", "tbody",
        "tfoot", "thead", "title", "tr", "ul",
    ]

    private static let names = blocks.union([
        "a", "abbr", "audio", "b", "bdi", "big", "button", "caption", "cite", "code", "col", "colgroup", "del", "em",
        "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "link", "mark", "meta", "picture", "q", "rp",
        "rt",
        "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "svg", "td", "textarea", "th",
        "time", "tt", "u", "var", "video", "wbr",
    ])
}
