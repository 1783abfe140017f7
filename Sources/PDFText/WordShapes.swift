/// Counts words of five letters or more, and those among them that no language has: with five consonants or four vowels
/// in a row, capitals behind small letters, figures or signs between letters, or letters of two scripts.
struct WordShapes {
    private(set) var count = 0
    private(set) var oddCount = 0
    private(set) var asciiLetters = 0
    private(set) var otherLetters = 0
    private(set) var commonLetters = 0
    private(set) var signsAtLetters = 0

    private var letters = 0
    private var consonants = 0
    private var vowels = 0
    private var rises = 0
    private var breaks = 0
    private var isOdd = false
    private var lastIsSmall = false
    private var hasSign = false
    private var script = 0
    private var lastIsSign = false

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        let small = byte | 0x20
        guard small &- 0x61 < 26 else {
            sign(byte)
            return
        }
        letter(script: 1)
        asciiLetters += 1
        commonLetters += Int(0xE6991 >> UInt32(small &- 0x61) & 1)
        if lastIsSign { signsAtLetters += 1 }
        lastIsSign = false
        if byte == small {
            lastIsSmall = true
        } else {
            if lastIsSmall { rises += 1 }
            lastIsSmall = false
        }
        // y is both.
        if 0x1104111 >> UInt32(small &- 0x61) & 1 == 1 {
            vowels += small == 0x79 ? 0 : 1
            consonants = 0
            if vowels >= 4 { isOdd = true }
        } else {
            vowels = 0
            consonants += 1
            if consonants >= 5 { isOdd = true }
        }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        guard properties.isAlphabetic else {
            switch properties.generalCategory {
            case .unassigned: isOdd = true
            case .nonspacingMark, .spacingMark, .enclosingMark: break
            default: if scalar.value < 0x250 { sign(0x7E) } else { endWord() }
            }
            return
        }
        letter(script: Self.script(scalar.value))
        otherLetters += 1
        // A capital of Latin-1 inside a word is a letter of an old encoding.
        if properties.isUppercase, lastIsSmall, scalar.value < 0x250 { rises += 2 }
        lastIsSmall = properties.isLowercase
        (consonants, vowels) = (0, 0)
    }

    mutating func appendOdd() {
        isOdd = true
        letters += 1
    }

    mutating func endWord() {
        if letters >= 5 {
            count += 1
            if isOdd || rises >= 2 || breaks >= 2 { oddCount += 1 }
        }
        (letters, consonants, vowels, rises, breaks, script) = (0, 0, 0, 0, 0, 0)
        (isOdd, lastIsSmall, hasSign) = (false, false, false)
    }

    /// White space.
    mutating func endToken() {
        endWord()
        lastIsSign = false
    }

    /// Figures and signs that stand in no word; all others stand between words that are written as one.
    private mutating func sign(_ byte: UInt8) {
        switch byte {
        case 0x23...0x26, 0x2A, 0x2B, 0x3C...0x3E, 0x5B...0x5E, 0x60, 0x7B...0x7E:
            if letters > 0, !lastIsSign { signsAtLetters += 1 }
            lastIsSign = true
        default: lastIsSign = false
        }
        switch byte {
        case 0x30...0x39, 0x21, 0x23, 0x24, 0x25, 0x3F, 0x5C, 0x5E, 0x60, 0x7C, 0x7E: hasSign = letters > 0
        default: endWord()
        }
        lastIsSmall = false
        (consonants, vowels) = (0, 0)
    }

    @inline(__always)
    private mutating func letter(script: Int) {
        letters += 1
        if hasSign {
            breaks += 1
            hasSign = false
        }
        if self.script != 0, script != 0, self.script != script { isOdd = true }
        if script != 0 { self.script = script }
    }

    /// Alphabets that no word mixes; 0 for others.
    private static func script(_ value: UInt32) -> Int {
        switch value {
        case 0xC0...0x24F, 0x1E00...0x1EFF: 1
        case 0x370...0x3FF: 2
        case 0x400...0x52F: 3
        case 0x530...0x58F: 4
        case 0x590...0x5FF: 5
        case 0x600...0x6FF: 6
        case 0x900...0xDFF: 7
        case 0xE00...0xE7F: 8
        default: 0
        }
    }
}
