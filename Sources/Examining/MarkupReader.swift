import BandUpCore
/// Reads a text once from its beginning and leaves out what `PastedMarkup` knows.
struct MarkupReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Ends of tags and comments that the rest of the text does not have: each is searched for once in vain.
    private var missing: Set<String> = []

    /// A tag is not longer. What is between `<p` and a `>` on the next page is text.
    private static let longestTag = 1000

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func text() -> String {
        var shown = String.UnicodeScalarView()
        while position < scalars.count {
            if scalars[position] == "<", let replacement = tag() {
                shown.append(contentsOf: replacement.unicodeScalars)
            } else if scalars[position] == "&", let character = reference() {
                shown.append(character)
            } else {
                shown.append(scalars[position])
                position += 1
            }
        }
        return String(shown)
    }

    /// What a tag or comment leaves; nil, and nothing read, where there is none.
    private mutating func tag() -> String? {
        if starts("<!--", at: position) { return skip(to: "-->", from: position + 4, within: .max) ? "" : nil }
        if starts("<!doctype", at: position) { return skip(to: ">", from: position) ? "" : nil }
        let isClosing = position + 1 < scalars.count && scalars[position + 1] == "/"
        let name = self.name(at: position + (isClosing ? 2 : 1))
        let end = name.endIndex
        guard end < scalars.count, scalars[end].properties.isWhitespace || scalars[end] == "/" || scalars[end] == ">"
        else {
            return nil
        }
        let word = String(String.UnicodeScalarView(name)).lowercased()
        if PastedMarkup.unseen.contains(word), !isClosing, skip(to: "</\(word)>", from: end, within: .max) {
            return "\n"
        }
        let isBlock = PastedMarkup.blocks.contains(word)
        guard isBlock || PastedMarkup.inline.contains(word) || PastedMarkup.unseen.contains(word),
            skip(to: ">", from: end)
        else { return nil }
        return isBlock ? (word == "td" || word == "th" ? " " : "\n") : ""
    }

    private func name(at start: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[min(start, scalars.count)...].prefix { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == ":")
        }
    }

    private mutating func skip(to end: String, from start: Int, within limit: Int = longestTag) -> Bool {
        guard !missing.contains(end), start < scalars.count else { return false }
        let last = limit < scalars.count - start ? start + limit : scalars.count
        for index in start..<last where starts(end, at: index) {
            position = index + end.unicodeScalars.count
            return true
        }
        if last == scalars.count { missing.insert(end) }
        return false
    }

    /// - Parameter text: in small letters; capitals of ASCII are taken for theirs.
    private func starts(_ text: String, at index: Int) -> Bool {
        var place = index
        for wanted in text.unicodeScalars {
            guard place < scalars.count else { return false }
            let found = scalars[place]
            let small = ("A"..."Z").contains(found) ? found.value + 32 : found.value
            guard small == wanted.value else { return false }
            place += 1
        }
        return true
    }

    /// `&nbsp;`, `&#160;`, `&#xA0;`; the first also without its semicolon, which is often lost.
    private mutating func reference() -> Unicode.Scalar? {
        let name = scalars[(position + 1)...].prefix(10).prefix { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "#")
        }
        let word = String(String.UnicodeScalarView(name))
        if name.endIndex < scalars.count, scalars[name.endIndex] == ";", let character = Self.character(word) {
            position = name.endIndex + 1
            return character
        }
        guard word.hasPrefix("nbsp") else { return nil }
        position += 5
        return " "
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return PastedMarkup.references[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        let character = value.flatMap(Unicode.Scalar.init)
        return character == "\u{A0}" ? " " : character
    }
}
