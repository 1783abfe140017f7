/// Text in Windows-1252, which editors of western Europe and America write where they don't write UTF-8.
enum WesternText {
    /// Nil unless letters and marks stand where a writer puts them, and the language is one that is written so.
    ///
    /// Every byte is some character in every one of these encodings. In the wrong one an apostrophe is a capital letter
    /// within a word ("itÕs", Macintosh), an é a quotation mark behind one ("caf‚", DOS). Other encodings of Windows have
    /// the marks and many letters at the same places; there English, or what uchardet says, decides.
    static func certain(_ bytes: UnsafeRawBufferPointer, _ charset: DetectedCharset) -> String? {
        var count = 0
        var misplaced = 0
        var isSameInAll = true
        for position in bytes.indices where bytes[position] >= 0x80 {
            guard let scalar = scalar(bytes[position]) else { return nil }
            count += 1
            if !Place(bytes, position).suits(scalar) { misplaced += 1 }
            if scalar.properties.isAlphabetic, !sameLetters.contains(scalar) { isSameInAll = false }
        }
        // One of a pair alone is a fraction of DOS.
        if bytes.contains(0xAB) != bytes.contains(0xBB) { return nil }
        guard misplaced * 50 <= count, isSameInAll || charset == .western || isEnglish(bytes) else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.lazy.map { scalar($0) ?? "\u{FFFD}" })
        return String(text)
    }

    /// 0x80 to 0x9F, where ISO 8859-1 has controls. Five are nothing.
    private static let marks: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    /// What Windows-1250, -1254, -1257 and -1258 have at the same places.
    private static let sameLetters = Set("ÄÉÓÖÜßäéóöüµ".unicodeScalars)

    static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        0x80...0x9F ~= byte ? marks[Int(byte - 0x80)] : Unicode.Scalar(byte)
    }

    private static func isEnglish(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var words = 0
        var known = 0
        let isNoLetter = { (byte: UInt8) in !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20) }
        for word in bytes.prefix(100_000).split(whereSeparator: isNoLetter) {
            words += 1
            if word.count <= 5, commonWords.contains(String(decoding: word, as: UTF8.self).lowercased()) { known += 1 }
        }
        return known * 12 >= words && known > 0
    }

    /// Words of English that no other language of Europe has as often.
    private static let commonWords: Set<String> = [
        "the", "of", "and", "that", "with", "are", "this", "from", "they", "was", "have", "which", "or", "by", "it",
        "is",
        "for", "you", "your", "their", "be", "not",
    ]
}

/// What stands around a character.
private struct Place {
    private let before: Unicode.Scalar
    private let after: Unicode.Scalar
    private let bytes: UnsafeRawBufferPointer
    private let position: Int

    init(_ bytes: UnsafeRawBufferPointer, _ position: Int) {
        self.bytes = bytes
        self.position = position
        before = position > 0 ? WesternText.scalar(bytes[position - 1]) ?? " " : " "
        after = position + 1 < bytes.count ? WesternText.scalar(bytes[position + 1]) ?? " " : " "
    }

    func suits(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "ÿ", "Ÿ", "ˆ", "˜", "ƒ": false
        case "ß": isLetter(before)
        // Closing in some languages, opening in others.
        case "“", "”": !(isLetter(before) && isLetter(after))
        case "„", "‚", "‹": !isLetter(before)
        case "‘", "’": !(isSpace(before) && isSpace(after))
        case "¿", "¡": !isLetterOrDigit(before) && !isSpace(after) && sentenceEnds(with: scalar == "¿" ? "?" : "!")
        case "€", "£", "¥", "¢": isDigit(before) || isDigit(after) || !(isLetter(before) || isLetter(after))
        case "¼", "½", "¾", "°", "†", "‡", "§", "¶": !(isLetter(before) && isLetter(after))
        case "¹", "²", "³", "ª", "º": !isLetter(after)
        case "·", "–", "—", "…", "«", "»", "›", "\u{A0}", "\u{AD}": true
        case _ where scalar.properties.isUppercase: suitsCapital(scalar)
        case _ where scalar.properties.isAlphabetic: !after.properties.isUppercase && !isDigit(after)
        default: !(isLetter(before) && isLetter(after))
        }
    }

    /// The first letter of a word, or one of a word of capitals.
    private func suitsCapital(_ scalar: Unicode.Scalar) -> Bool {
        if before.properties.isLowercase { return false }
        if isLetter(before) { return !after.properties.isLowercase }
        return isLetter(after) || "ÀÅÉÓÖØÜ".unicodeScalars.contains(scalar)
    }

    private func sentenceEnds(with mark: Character) -> Bool {
        bytes[(position + 1)...].prefix(300).contains(mark.asciiValue ?? 0)
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }
    private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool { isLetter(scalar) || isDigit(scalar) }
    private func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}
