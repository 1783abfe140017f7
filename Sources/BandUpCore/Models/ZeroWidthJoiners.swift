/// U+200C and U+200D where they belong to a word's spelling: in Arabic and its relatives, in the scripts of India and South
/// East Asia, and between the parts of one emoji. Elsewhere they are marks that nobody sees.
///
/// The contexts are those of Unicode's annex 31 (A1, A2 and B), taken by block instead of by script and joining type.
enum ZeroWidthJoiners {
    static func shape(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = scalars[index - 1]
        // Typed twice it is one all the same.
        let after = scalars[(index + 1)...].first { $0 != "\u{200C}" && $0 != "\u{200D}" }
        if isShaping(before) {
            // Behind a virama a joiner changes the letter before it, at a word's end too.
            return before.properties.canonicalCombiningClass == .virama || after.map(isShaping) ?? false
        }
        guard scalars[index] == "\u{200D}", let after, isPicture(after) else { return false }
        return isPicture(before) || (before == "\u{FE0F}" && index > 1 && isPicture(scalars[index - 2]))
    }

    /// Whether a letter or mark is of a script whose letters change with what stands beside them.
    private static func isShaping(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x0F00...0x109F, 0x1780...0x18AF, 0x1A20...0x1AAF, 0x1B00...0x1BFF,
            0xA840...0xA8FF, 0xA930...0xA9FF, 0xAAE0...0xAAFF, 0xABC0...0xABFF, 0xFB50...0xFDFF, 0xFE70...0xFEFE,
            0x11000...0x11FFF, 0x1E900...0x1E95F:
            break
        default: return false
        }
        switch scalar.properties.generalCategory {
        case .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2000 && scalar.properties.isEmoji
    }
}
