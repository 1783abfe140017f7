/// Text of a multi-byte encoding of East Asia.
enum EastAsianText {
    /// Nil unless `charset` is one of these, every byte belongs to a character of it, and the characters are the common
    /// ones: bytes of another encoding give characters too, but rare ones.
    static func certain(_ bytes: UnsafeRawBufferPointer, _ charset: DetectedCharset) throws(DocumentError) -> String? {
        guard let encoding = Encoding(charset), encoding.isLikely(bytes) else { return nil }
        let text = try Iconv.decoded(bytes, from: encoding.name)
        return text.flatMap { $0.unicodeScalars.contains { $0.properties.generalCategory == .privateUse } ? nil : $0 }
    }

    private struct Encoding {
        /// As iconv knows it.
        let name: String
        /// Whether two bytes are a common character: the first level of the standard, which has the words of every day,
        /// or punctuation.
        let isCommon: (_ lead: UInt8, _ trail: UInt8) -> Bool
        /// The share of common ones that a text has at least.
        let leastShare: Double

        init?(_ charset: DetectedCharset) {
            switch charset {
            case .gb18030:
                name = "GB18030"
                isCommon = { lead, trail in trail >= 0xA1 && (0xB0...0xD7 ~= lead || 0xA1...0xA3 ~= lead) }
                // A text in traditional characters has most of its own elsewhere.
                leastShare = 0.6
            case .shiftJIS:
                name = "CP932"
                isCommon = { lead, _ in 0x81...0x83 ~= lead || 0x88...0x97 ~= lead }
                leastShare = 0.8
            case .big5:
                name = "BIG5"
                isCommon = { lead, _ in 0xA1...0xA3 ~= lead || 0xA4...0xC6 ~= lead }
                leastShare = 0.8
            case .koreanWindows:
                name = "UHC"
                isCommon = { lead, trail in trail >= 0xA1 && (0xA1...0xA3 ~= lead || 0xB0...0xC8 ~= lead) }
                leastShare = 0.8
            case .western, .other: return nil
            }
        }

        func isLikely(_ bytes: UnsafeRawBufferPointer) -> Bool {
            var (pairs, common, singles, position) = (0, 0, 0, 0)
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                guard byte >= 0x80 else { continue }
                // Katakana of half width.
                if name == "CP932", 0xA1...0xDF ~= byte {
                    singles += 1
                    continue
                }
                guard position < bytes.count else { break }
                pairs += 1
                if isCommon(byte, bytes[position]) { common += 1 }
                position += 1
            }
            return pairs >= 4 && singles * 5 <= pairs && Double(common) >= leastShare * Double(pairs)
        }
    }
}
