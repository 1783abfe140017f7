/// Finds the words of a text: runs of letters, digits and combining marks that begin with a letter.
///
/// Apostrophes and hyphens divide, so "city's" is "city" and a "s" too short to count. Chinese characters, which are
/// written without spaces, come as overlapping pairs; hiragana, mostly endings and particles, divides.
struct WordScanner {
    /// Longer runs are no words of any language that writes spaces.
    private static let maxWordBytes = 64

    /// Calls `body` with each word's bytes, ASCII letters in lower case; the buffer is valid during the call only.
    static func scan(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maxWordBytes) { word in
                var length = 0
                var ideographLength = 0
                var isTooLong = false
                func end() {
                    if length > 0, !isTooLong { body(UnsafeBufferPointer(rebasing: word[..<length])) }
                    (length, isTooLong) = (0, false)
                }
                var position = 0
                while position < bytes.count {
                    let byte = bytes[position]
                    var size = 1
                    let kind: Kind
                    if byte < 0x80 {
                        kind = asciiKind(byte)
                    } else {
                        let (scalar, length) = UTF8Text.scalar(bytes, at: position)
                        size = length
                        kind = Self.kind(scalar)
                    }
                    if kind != .ideograph { ideographLength = 0 }
                    switch kind {
                    case .other: end()
                    case .ideograph:
                        end()
                        if ideographLength > 0 {
                            body(
                                UnsafeBufferPointer(
                                    rebasing: bytes[(position - ideographLength)..<(position + size)]))
                        }
                        ideographLength = size
                    case .letter, .digit:
                        if length + size > maxWordBytes { isTooLong = true }
                        // A number, with what is written onto it ("1990s", "3rd"), is no word.
                        if length == 0, kind == .digit { isTooLong = true }
                        if !isTooLong {
                            for offset in 0..<size { word[length + offset] = bytes[position + offset] }
                            if size == 1, byte &- 0x41 < 26 { word[length] = byte | 0x20 }
                            length += size
                        } else {
                            length = max(length, 1)
                        }
                    }
                    position += size
                }
                end()
            }
        }
    }

    private enum Kind { case letter, digit, ideograph, other }

    @inline(__always)
    private static func asciiKind(_ byte: UInt8) -> Kind {
        if (byte | 0x20) &- 0x61 < 26 { return .letter }
        return byte &- 0x30 < 10 ? .digit : .other
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x300...0x36F: return .letter
        case 0x3040...0x309F: return .other
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: return .ideograph
        default: break
        }
        let properties = scalar.properties
        if properties.isAlphabetic { return .letter }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return .letter
        case .decimalNumber: return .digit
        default: return .other
        }
    }
}
