enum UTF16Text {
    static func hasMark(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    }

    static func decoded(_ bytes: UnsafeRawBufferPointer, isLittleEndian: Bool) -> String {
        let (low, high) = isLittleEndian ? (0, 1) : (1, 0)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).lazy.map {
            UInt16(bytes[$0 + low]) | UInt16(bytes[$0 + high]) << 8
        }
        let text = String(decoding: Array(units), as: UTF16.self)
        return text.hasSuffix("\u{1A}") ? String(text.dropLast()) : text
    }

    /// Without a byte order mark: nil unless all of it is text in one order of bytes, and not in the other.
    ///
    /// Spaces, line ends and common marks, which every text has, are letters of rare scripts in the other order, or none.
    static func certain(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
        let little = decoded(bytes, isLittleEndian: true)
        let big = decoded(bytes, isLittleEndian: false)
        let (littleShare, bigShare) = (markShare(little), markShare(big))
        if littleShare >= leastShare, bigShare * 4 <= littleShare { return little }
        if bigShare >= leastShare, littleShare * 4 <= bigShare { return big }
        return nil
    }

    private static let leastShare = 0.03

    /// The share of white space, ASCII and the punctuation of East Asia; 0 where it is no text.
    private static func markShare(_ text: String) -> Double {
        var count = 0
        var marks = 0
        for scalar in text.unicodeScalars {
            count += 1
            switch scalar.value {
            case 0x09...0x0D, 0x20...0x7E, 0x3000...0x3003, 0x3008...0x3011, 0xFF01, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
                0xFF1F:
                marks += 1
            case 0xFFFD: return 0
            default:
                switch scalar.properties.generalCategory {
                case .control, .unassigned, .privateUse, .surrogate: return 0
                default: break
                }
            }
        }
        return count == 0 ? 0 : Double(marks) / Double(count)
    }
}
