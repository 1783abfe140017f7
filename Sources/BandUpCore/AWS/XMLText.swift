import FoundationEssentials

/// Reads one text element of S3's error documents. They are flat and small, and everything in them that came from
/// outside is escaped; a whole XML parser, with its own attack surface, has nothing to add.
enum XMLText {
    /// Only this much of a document is looked at; S3's are below 1 KiB.
    private static let byteLimit = 64 << 10

    /// The text of the first `<name>` without attributes, entities resolved; nil where there is none, or where it holds
    /// other elements.
    static func element(_ name: StaticString, in document: Data) -> String? {
        let bytes = [UInt8](document.prefix(byteLimit))
        guard let start = end(of: Array("<\(name)>".utf8), in: bytes[...]) else { return nil }
        let text = bytes[start...].prefix { $0 != UInt8(ascii: "<") }
        guard bytes[text.endIndex...].starts(with: "</\(name)>".utf8) else { return nil }
        return resolved(String(decoding: text, as: UTF8.self))
    }

    private static func end(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        while let start = rest.firstIndex(of: pattern[0]) {
            if rest[start...].starts(with: pattern) { return start + pattern.count }
            rest = rest[(start + 1)...]
        }
        return nil
    }

    /// Resolves the five named entities and character references; what is none stays as it is.
    private static func resolved(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            // The longest reference, `&#x10FFFF;`, has ten characters.
            guard let semicolon = rest.prefix(10).firstIndex(of: ";"),
                let character = character(rest[rest.index(after: ampersand)..<semicolon])
            else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            result.append(character)
            rest = rest[rest.index(after: semicolon)...]
        }
        return result + rest
    }

    private static func character(_ reference: Substring) -> Character? {
        switch reference {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let number: UInt32?
        if reference.hasPrefix("#x") {
            number = UInt32(reference.dropFirst(2), radix: 16)
        } else if reference.hasPrefix("#") {
            number = UInt32(reference.dropFirst(1))
        } else {
            number = nil
        }
        return number.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
