import FoundationEssentials

/// JSON text in the making.
struct JSONBytes {
    var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ byte: Unicode.Scalar) {
        bytes.append(UInt8(ascii: byte))
    }

    /// Text that needs no escaping, such as a number.
    mutating func append(plain text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// `text` as a JSON string, quotation marks included.
    mutating func append(quoted text: String) {
        append("\"" as Unicode.Scalar)
        var text = text
        text.withUTF8 { appendEscaped($0) }
        append("\"" as Unicode.Scalar)
    }

    /// `data` in base64, with quotation marks.
    mutating func append(quoted data: Data) {
        append("\"" as Unicode.Scalar)
        bytes.append(contentsOf: data.base64EncodedData())
        append("\"" as Unicode.Scalar)
    }

    /// Copies the stretches between the characters that JSON wants escaped.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var rest = text[...]
        while let position = Self.firstToEscape(rest) {
            bytes.append(contentsOf: rest[..<position])
            let byte = rest[position]
            rest = rest[(position + 1)...]
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\r"): append("\\r")
            case UInt8(ascii: "\t"): append("\\t")
            default:
                append("\\u00")
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 0xF))
            }
        }
        bytes.append(contentsOf: rest)
    }

    private static func firstToEscape(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var position = text.startIndex
        let bytes = UnsafeRawBufferPointer(text.base)
        while position + 8 <= text.endIndex {
            let word = EightBytes(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            if word.hasStringSyntax { break }
            position += 8
        }
        while position < text.endIndex {
            if mustBeEscaped(text.base[position]) { return position }
            position += 1
        }
        return nil
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
