/// One escape of a JSON string, a surrogate pair counting as one.
struct JSONEscape {
    let scalar: Unicode.Scalar
    /// Bytes of the escape, the backslash included.
    let byteCount: Int

    /// Reads the escape whose backslash is at `position`; nil if it is none, or half a surrogate pair.
    init?(_ bytes: [UInt8], at position: Int) {
        guard position + 1 < bytes.count else { return nil }
        if let short = Self.short(bytes[position + 1]) {
            (scalar, byteCount) = (short, 2)
            return
        }
        guard let high = Self.unit(bytes, at: position) else { return nil }
        if let single = Unicode.Scalar(high) {
            (scalar, byteCount) = (single, 6)
            return
        }
        // A surrogate: the high one first, the low one right behind it.
        guard high < 0xDC00, let low = Self.unit(bytes, at: position + 6), (0xDC00...0xDFFF).contains(low),
            let pair = Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + (low & 0x3FF))
        else { return nil }
        (scalar, byteCount) = (pair, 12)
    }

    private static func short(_ letter: UInt8) -> Unicode.Scalar? {
        switch letter {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
    }

    /// The 16 bits of `\uXXXX`.
    private static func unit(_ bytes: [UInt8], at position: Int) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for byte in bytes[(position + 2)..<(position + 6)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }
}
