/// Tells a text layer that is text from one that is none.
///
/// A PDF shows shapes; which letters they are is said apart from that, and may be said wrongly: not at all (U+FFFD), in
/// a range that means nothing (private use), or by the shapes' numbers in the font, which look like letters of no
/// language. Such a page can only be read by looking at it.
enum Legibility {
    /// Of a page's characters, and of its longer words: as many may be odd before it is no text.
    private static let oddCharacters = 5
    private static let controlCharacters = 12
    private static let oddWords = 3
    private static let fewestCharacters = 12
    private static let fewestWords = 8

    /// - Parameter text: valid UTF-8, as the PDF gives it, with what is cleaned away later.
    static func isText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var characters = 0
        var odd = 0
        var controls = 0
        var words = WordShapes()
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte < 0x80 {
                position += 1
                if byte > 0x20, byte < 0x7F {
                    characters += 1
                    words.append(byte)
                } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
                    words.endToken()
                } else {
                    // Often the shape of the space.
                    characters += 1
                    controls += 1
                    words.endWord()
                }
            } else {
                let (scalar, length) = UTF8Scalars.decode(text, at: position)
                position += length
                switch scalar.value {
                case 0xA0, 0x2000...0x200A, 0x3000: words.endToken()
                case 0xAD, 0x200B...0x206F, 0xFE00...0xFE0F: break
                case 0x80...0x9F, 0xE000...0xF8FF, 0xFFF0...0xFFFD, 0xF0000...0x10FFFF:
                    characters += 1
                    odd += 1
                    words.appendOdd()
                default:
                    characters += 1
                    words.append(scalar)
                }
            }
        }
        words.endWord()
        // Data in letters is for somebody else to refuse, and no page to be looked at.
        if EncodedTokens.hold(mostOf: text) { return true }
        if characters >= fewestCharacters, (odd + controls) * oddCharacters >= characters { return false }
        if characters >= fewestCharacters, controls * controlCharacters >= characters { return false }
        if words.asciiLetters >= fewestLetters, words.asciiLetters > 2 * words.otherLetters {
            if words.commonLetters * 100 < words.asciiLetters * commonShare { return false }
            if words.signsAtLetters * lettersASign >= words.asciiLetters { return false }
        }
        return words.count < fewestWords || words.oddCount * oddWords < words.count
    }

    private static let fewestLetters = 100
    /// Per cent of the letters that are e, t, a, o, i, n, s, r, h or l, at least: English has 77, Vietnamese 61 and
    /// Polish 60 of its unmarked ones; letters by chance have 38.
    private static let commonShare = 44
    /// Signs of formulas and programs beside letters: one to so many letters is too many for either.
    private static let lettersASign = 6
}
