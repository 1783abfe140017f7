/// Letters and digits that are others in fancy dress: full-width ones of East Asian keyboards, mathematical and circled
/// ones of "font generators". A reader reads them as the plain ones; what is counted and compared is those.
///
/// The part of Unicode's compatibility decomposition that such texts use; Foundation's own needs ICU.
package enum CompatibleLetters {
    package static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value > 0x2000 && plain($0) != $0 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(plain)))
    }

    /// One scalar for one, so that places in a text stay what they are.
    package static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        switch value {
        case ..<0x2000: return scalar
        case 0x3000: return " "
        case 0xFF01...0xFF5E: return shifted(value - 0xFF01, from: "!") ?? scalar
        case 0x1D400...0x1D6A3: return letter((value - 0x1D400) % 52) ?? scalar
        case 0x1D7CE...0x1D7FF: return shifted((value - 0x1D7CE) % 10, from: "0") ?? scalar
        case 0x24B6...0x24CF: return shifted(value - 0x24B6, from: "A") ?? scalar
        case 0x24D0...0x24E9: return shifted(value - 0x24D0, from: "a") ?? scalar
        case 0x249C...0x24B5: return shifted(value - 0x249C, from: "a") ?? scalar
        case 0x1F130...0x1F149: return shifted(value - 0x1F130, from: "A") ?? scalar
        case 0x1F150...0x1F169: return shifted(value - 0x1F150, from: "A") ?? scalar
        case 0x1F170...0x1F189: return shifted(value - 0x1F170, from: "A") ?? scalar
        case 0x2100...0x214F: return letterlike[scalar] ?? scalar
        default: return scalar
        }
    }

    /// Of the 26 capitals and 26 small letters.
    private static func letter(_ index: UInt32) -> Unicode.Scalar? {
        index < 26 ? shifted(index, from: "A") : shifted(index - 26, from: "a")
    }

    private static func shifted(_ distance: UInt32, from first: Unicode.Scalar) -> Unicode.Scalar? {
        Unicode.Scalar(first.value + distance)
    }

    /// Where mathematical alphabets have holes, because these were there before.
    private static let letterlike: [Unicode.Scalar: Unicode.Scalar] = [
        "ℂ": "C", "ℊ": "g", "ℋ": "H", "ℌ": "H", "ℍ": "H", "ℎ": "h", "ℐ": "I", "ℑ": "I", "ℒ": "L", "ℓ": "l", "ℕ": "N",
        "ℙ": "P", "ℚ": "Q", "ℛ": "R", "ℜ": "R", "ℝ": "R", "ℤ": "Z", "ℨ": "Z", "ℬ": "B", "ℭ": "C", "ℯ": "e", "ℰ": "E",
        "ℱ": "F", "ℳ": "M", "ℴ": "o", "ℹ": "i",
    ]
}
