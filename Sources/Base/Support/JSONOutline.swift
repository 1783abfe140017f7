package import FoundationEssentials

/// Where the members of a JSON object stand, found in one pass over its bytes without decoding what is in them.
///
/// It does not say whether the text is well formed: whoever decodes a member finds that out.
package struct JSONOutline: Sendable {
    private let places: [String: Range<Int>]

    /// Nil where `json` does not begin as an object does, or breaks off.
    package init?(_ json: Data) {
        let places = json.withUnsafeBytes { bytes in
            var scanner = JSONOutlineScanner(bytes: bytes)
            return scanner.members()
        }
        guard let places else { return nil }
        self.places = places
    }

    package func contains(_ name: String) -> Bool { places[name] != nil }

    /// The bytes of a member's value, counted from the text's first byte.
    package subscript(name: String) -> Range<Int>? { places[name] }
}

private struct JSONOutlineScanner {
    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Of a name that comes twice, the last place counts, as it does for Foundation's decoder.
    mutating func members() -> [String: Range<Int>]? {
        var members: [String: Range<Int>] = [:]
        guard next() == UInt8(ascii: "{") else { return nil }
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "}"): return members
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "\""):
                guard let name = name(), next() == UInt8(ascii: ":"), let value = value() else { return nil }
                members[name] = value
            default: return nil
            }
        }
        return nil
    }

    /// The next byte that is no white space.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            defer { position += 1 }
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            default: return bytes[position]
            }
        }
        return nil
    }

    /// The name whose opening quotation mark has been read.
    private mutating func name() -> String? {
        let start = position
        guard skipString() else { return nil }
        let text = bytes[start..<(position - 1)]
        guard text.contains(UInt8(ascii: "\\")) else { return String(validating: text, as: UTF8.self) }
        // An escaped name is rare enough for a decoder.
        return try? JSONDecoder().decode(String.self, from: Data(bytes[(start - 1)..<position]))
    }

    private mutating func skipString() -> Bool {
        while position < bytes.count {
            defer { position += 1 }
            switch bytes[position] {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"): position += 1
            default: continue
            }
        }
        return false
    }

    /// Skips a value, up to the comma or bracket behind it.
    private mutating func value() -> Range<Int>? {
        guard next() != nil else { return nil }
        position -= 1
        let start = position
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                guard skipString() else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return start..<position }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return start..<position
            default: break
            }
            position += 1
        }
        return nil
    }
}
