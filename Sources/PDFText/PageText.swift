import CPoppler

/// Turns the text that a PDF library gives for a page into text to read, search and quote.
package enum PageText {
    /// - Invalid UTF-8 becomes U+FFFD.
    /// - Control characters, noncharacters, byte order marks and the marks that poppler puts around text of either
    ///   direction go; every kind of line and page break becomes a line feed, every kind of space a space.
    /// - The ligatures (ﬁ) and the Arabic and Hebrew letters of the presentation forms become letters; other
    ///   compatibility characters stay.
    /// - A word divided at a line's end is put together again: at a soft hyphen between letters, at a hyphen where a small
    ///   letter stands on both sides. (The file does not tell a divided word from a compound; divided ones are many
    ///   times as frequent.) Everywhere else a soft hyphen is a hyphen: some fonts call that so, and it is printed.
    /// - Letters and combining marks are composed (NFC), so that equal words are equal bytes.
    /// - A blank line is set where a paragraph probably ends; see `ParagraphBreaks`.
    package static func cleaned(_ utf8: UnsafeBufferPointer<UInt8>) -> String {
        var repaired = String(decoding: utf8, as: UTF8.self)
        var writer = PageTextWriter(capacity: utf8.count)
        repaired.withUTF8 { bytes in
            var position = 0
            while position < bytes.count {
                let byte = bytes[position]
                if byte < 0x80 {
                    let isFirstOfTwo =
                        byte == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A
                    if !isFirstOfTwo { writer.append(ascii: byte) }
                    position += 1
                } else {
                    let (scalar, length) = UTF8Scalars.decode(bytes, at: position)
                    // poppler puts each word of right-to-left text between marks, and forgets the first space of a line.
                    if scalar == "\u{202B}", endsWithMark(bytes, at: position) { writer.append(ascii: 0x20) }
                    writer.append(scalar)
                    position += length
                }
            }
        }
        var text = writer.finished()
        if writer.hasPresentationForms { text = withoutPresentationForms(text) }
        return writer.hasCombiningMarks ? normalized(text, poppler_normalize_nfc) : text
    }

    /// Whether U+202C, which ends what a mark of direction began, stands before `position`.
    private static func endsWithMark(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
        position >= 3 && bytes[position - 3] == 0xE2 && bytes[position - 2] == 0x80 && bytes[position - 1] == 0xAC
    }

    /// The shapes that an Arabic letter takes in a word, which some files name in place of the letter, and letters with
    /// points of Hebrew.
    static func isPresentationForm(_ value: UInt32) -> Bool {
        (0xFB1D...0xFDFF).contains(value) || (0xFE80...0xFEFC).contains(value)
    }

    private static func withoutPresentationForms(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var forms = String.UnicodeScalarView()
        func replaceForms() {
            guard !forms.isEmpty else { return }
            result.append(contentsOf: normalized(String(forms), poppler_normalize_nfkc).unicodeScalars)
            forms = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if isPresentationForm(scalar.value) {
                forms.append(scalar)
            } else {
                replaceForms()
                result.append(scalar)
            }
        }
        replaceForms()
        return String(result)
    }

    private static func normalized(_ text: String, _ form: Int) -> String {
        guard let library = Poppler.functions,
            let normalized = library.g_utf8_normalize(text, -1, UInt32(form))
        else { return text }
        defer { library.g_free(normalized) }
        return String(cString: normalized)
    }
}

enum UTF8Scalars {
    /// The scalar that begins at `position` of valid UTF-8, where a byte above 0x7F stands, and its length in bytes.
    @inline(__always)
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let lead = UInt32(bytes[position])
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (0xFF >> UInt32(length + 1))
        for offset in 1..<length { value = value << 6 | UInt32(bytes[position + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// The same of bytes that may be no UTF-8; nil where they are not, or the scalar is none.
    @inline(__always)
    static func decodeUnchecked(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (scalar: UInt32, length: Int)? {
        let lead = UInt32(bytes[position])
        guard lead >= 0xC2, lead < 0xF5 else { return nil }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard position + length <= bytes.count else { return nil }
        var value = lead & (0xFF >> UInt32(length + 1))
        for offset in 1..<length {
            guard bytes[position + offset] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[position + offset] & 0x3F)
        }
        return (value, length)
    }
}
