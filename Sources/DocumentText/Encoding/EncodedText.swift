/// Text of an encoding that the file does not name. Read where it is certain, as a wrong guess would put other words into
/// a learner's cards.
enum EncodedText {
    /// - Throws: `.unknownFormat` for what is no text, `.unknownEncoding`, `.libraryMissing`.
    static func decoded(_ file: UnsafeRawBufferPointer) throws(DocumentError) -> String {
        // CP/M's end of a file, which old editors still write, and blocks filled up with zeros.
        let isWide = UTF16Text.hasMark(file)
        let end = file.lastIndex { isWide || ($0 != 0x1A && $0 != 0) }
        let bytes = file.slice(0..<(end.map { $0 + 1 } ?? 0))
        if isWide {
            let text = UTF16Text.decoded(bytes.slice(2..<bytes.count), isLittleEndian: bytes[0] == 0xFF)
            // UTF-32 begins with the same mark.
            guard isMostlyWhole(text) else { throw .unknownEncoding }
            return text
        }
        let isClean = bytes.prefix(1024).allSatisfy(isText)
        if isClean, let text = String(validating: bytes, as: UTF8.self) {
            // ISO 2022 changes its alphabet with escapes, in bytes that are all ASCII.
            guard !isISO2022(bytes) else { throw .unknownEncoding }
            guard isMostlyWhole(text) else { throw .unknownFormat }
            return text
        }
        if let text = UTF16Text.certain(file) { return text }
        guard isClean else { throw .unknownFormat }
        if let text = damagedUTF8(bytes) { return text }
        if bytes.allSatisfy(isText) {
            let charset = try DetectedCharset(bytes)
            if let text = WesternText.certain(bytes, charset) { return text }
            if let text = try EastAsianText.certain(bytes, charset) { return text }
        } else if bytes.contains(0) {
            throw .unknownFormat
        }
        throw .unknownEncoding
    }

    /// No control characters but those of text.
    private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 || (0x09...0x0D).contains(byte) || byte == 0x1B }

    private static func isISO2022(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.firstIndex(of: [0x1B, 0x24]) != nil || bytes.firstIndex(of: [0x1B, 0x28]) != nil
    }

    /// Nil where a character in a hundred is broken, or where what is broken would be letters elsewhere.
    private static func damagedUTF8(_ bytes: UnsafeRawBufferPointer) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let scalars = text.unicodeScalars
        let broken = scalars.count { $0 == "\u{FFFD}" }
        guard broken * 100 <= scalars.count else { return nil }
        let whole = scalars.count { $0.value >= 0x80 && $0 != "\u{FFFD}" }
        // Of the bytes that UTF-8 never has, 0xFE and 0xFF are hardly ever letters.
        return whole > broken || bytes.allSatisfy({ $0 < 0x80 || $0 >= 0xFE }) ? text : nil
    }

    private static func isMostlyWhole(_ text: String) -> Bool {
        let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" || $0 == "\0" }
        return broken * 100 <= text.unicodeScalars.count
    }
}
