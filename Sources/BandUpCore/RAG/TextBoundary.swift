/// Where text may be divided: the strength of the white space at a position.
enum TextBoundary: Int, Comparable {
    case word, sentence, paragraph

    static func < (lhs: TextBoundary, rhs: TextBoundary) -> Bool { lhs.rawValue < rhs.rawValue }

    /// The boundary between the text that ends at `position` and what follows; nil inside a word.
    ///
    /// A sentence ends at `.`, `!`, `?` or `…` (quotation marks and brackets may follow) before white space, unless
    /// the next word begins small or the stop belongs to an initial ("J. Smith"); or at a CJK full stop anywhere.
    static func at(_ position: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> TextBoundary? {
        guard position > start, position < bytes.count else { return nil }
        guard UTF8Text.whiteSpace(bytes, at: position) > 0 else {
            return endsWithFullwidthStop(bytes, at: position, from: start) ? .sentence : nil
        }
        var next = position
        var lineFeeds = 0
        while next < bytes.count {
            let length = UTF8Text.whiteSpace(bytes, at: next)
            if length == 0 { break }
            if bytes[next] == UInt8(ascii: "\n") { lineFeeds += 1 }
            if lineFeeds == 2 { return .paragraph }
            next += length
        }
        let beginsSmall = next < bytes.count && bytes[next] &- 0x61 < 26
        return !beginsSmall && endsSentence(bytes, at: position, from: start) ? .sentence : .word
    }

    private static func endsSentence(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, from start: Int) -> Bool {
        var end = position
        // Closing marks: ASCII, or U+2019 and U+201D (E2 80 99, E2 80 9D).
        while end > start {
            switch bytes[end - 1] {
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"): end -= 1
            case 0x99, 0x9D:
                guard end - start >= 3, bytes[end - 3] == 0xE2, bytes[end - 2] == 0x80 else { return false }
                end -= 3
            default: return endsWithStop(bytes, at: end, from: start)
            }
        }
        return false
    }

    private static func endsWithStop(_ bytes: UnsafeBufferPointer<UInt8>, at end: Int, from start: Int) -> Bool {
        switch bytes[end - 1] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): return true
        case UInt8(ascii: "."):
            guard end - start >= 2, isLetter(bytes[end - 2]) else { return true }
            // A single letter before the stop is an initial.
            return end - start >= 3 && isLetter(bytes[end - 3])
        default:
            return endsWith([0xE2, 0x80, 0xA6], bytes, at: end, from: start)
                || endsWithFullwidthStop(bytes, at: end, from: start)
        }
    }

    /// U+3002, U+FF01 or U+FF1F.
    private static func endsWithFullwidthStop(
        _ bytes: UnsafeBufferPointer<UInt8>, at end: Int, from start: Int
    ) -> Bool {
        switch bytes[end - 1] {
        case 0x82: endsWith([0xE3, 0x80, 0x82], bytes, at: end, from: start)
        case 0x81: endsWith([0xEF, 0xBC, 0x81], bytes, at: end, from: start)
        case 0x9F: endsWith([0xEF, 0xBC, 0x9F], bytes, at: end, from: start)
        default: false
        }
    }

    private static func endsWith(
        _ suffix: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at end: Int, from start: Int
    ) -> Bool {
        end - start >= suffix.count && bytes[(end - suffix.count)..<end].elementsEqual(suffix)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
    }
}
