/// Steps through valid UTF-8 by scalars and finds white space in it. Bytes, because grapheme breaking costs fifty times
/// as much and a document is read several times over.
enum UTF8Text {
    /// The scalar at `position` and its length in bytes. `position` is the first byte of a scalar.
    @inline(__always)
    static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let lead = UInt32(bytes[position])
        guard lead >= 0x80 else { return (Unicode.Scalar(UInt8(lead)), 1) }
        let length = min(lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, bytes.count - position)
        var value = lead & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[position + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// The length in bytes of the white space at `position`; 0 where there is none.
    @inline(__always)
    static func whiteSpace(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        let byte = bytes[position]
        if byte < 0x80 { return byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) ? 1 : 0 }
        // The lead bytes of all other white space: U+0085 and U+00A0, U+1680, U+2000 to U+205F, U+3000.
        guard byte == 0xC2 || (byte >= 0xE1 && byte <= 0xE3) else { return 0 }
        let (scalar, length) = scalar(bytes, at: position)
        return scalar.properties.isWhitespace ? length : 0
    }

    /// The first position from `position` on that is no white space, at most `bytes.count`.
    static func skippingWhiteSpace(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) -> Int {
        var position = position
        while position < bytes.count {
            let length = whiteSpace(bytes, at: position)
            if length == 0 { break }
            position += length
        }
        return position
    }

    /// The end of what stands before `position` without the white space at its end, not below `lowest`.
    static func trimmingWhiteSpace(
        _ bytes: UnsafeBufferPointer<UInt8>, before position: Int, notBelow lowest: Int
    ) -> Int {
        var end = position
        while end > lowest {
            let start = back(bytes, from: end, scalars: 1, notBelow: lowest)
            if whiteSpace(bytes, at: start) == 0 { break }
            end = start
        }
        return end
    }

    /// The position `count` scalars behind `position`, or nil where there are fewer.
    static func forward(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int, scalars count: Int) -> Int? {
        // Fewer bytes than scalars asked for: no need to count.
        guard bytes.count - position >= count else { return nil }
        var position = position
        var left = count
        while left > 0 {
            guard position < bytes.count else { return nil }
            let lead = bytes[position]
            position += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            left -= 1
        }
        return position
    }

    /// The position `count` scalars before `position`, at least `lowest`.
    static func back(
        _ bytes: UnsafeBufferPointer<UInt8>, from position: Int, scalars count: Int, notBelow lowest: Int
    ) -> Int {
        var position = position
        var left = count
        while left > 0, position > lowest {
            position -= 1
            while position > lowest, bytes[position] & 0xC0 == 0x80 { position -= 1 }
            left -= 1
        }
        return position
    }
}
