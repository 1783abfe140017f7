/// Takes a page's characters one by one and keeps what `PageText` promises to keep.
struct PageTextWriter {
    private(set) var hasCombiningMarks = false
    /// Letters of the Arabic and Hebrew presentation forms.
    private(set) var hasPresentationForms = false
    private var output: [UInt8] = []
    private var lineEnd = LineEnd.none
    /// The length of the output behind the hyphen that was last written for a soft one.
    private var softHyphenEnd = -1

    /// What the last line ended with, while the next one has no character yet: in both cases "-\n" was written.
    private enum LineEnd {
        case none
        /// After a letter.
        case softHyphen
        /// After a small letter.
        case hyphen
    }

    init(capacity: Int) {
        output.reserveCapacity(capacity + capacity / 16)
    }

    /// The text so far, without white space at its ends.
    func finished() -> String {
        var end = output.count
        if lineEnd == .softHyphen || end == softHyphenEnd { end = softHyphenEnd - 1 }
        while end > 0, output[end - 1] == Self.space || output[end - 1] == Self.lineFeed { end -= 1 }
        return String(decoding: ParagraphBreaks.inserted(into: output[..<end]), as: UTF8.self)
    }

    @inline(__always)
    mutating func append(ascii byte: UInt8) {
        if byte > 0x20, byte != 0x7F {
            if lineEnd != .none { joinLine(Unicode.Scalar(byte)) }
            output.append(byte)
        } else {
            appendSeparator(byte)
        }
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0xAD:
            append(ascii: Self.hyphen)
            softHyphenEnd = output.count
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: appendSeparator(Self.space)
        case 0x85, 0x2028, 0x2029: appendSeparator(Self.lineFeed)
        // Controls; zero-width space; direction marks and embeddings; byte order mark; noncharacters.
        case 0x80...0x9F, 0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF,
            0xFDD0...0xFDEF:
            break
        case let value where value & 0xFFFE == 0xFFFE: break
        case 0x2010, 0x2011: append(ascii: Self.hyphen)
        case 0xFB00...0xFB06, 0xFB13...0xFB17: Self.letters(ofLigature: scalar.value).forEach { write($0) }
        case let value where PageText.isPresentationForm(value):
            hasPresentationForms = true
            write(scalar)
        default: write(scalar)
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        if lineEnd != .none { joinLine(scalar) }
        if (0x300...0x36F).contains(scalar.value) { hasCombiningMarks = true }
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private mutating func appendSeparator(_ byte: UInt8) {
        switch byte {
        case Self.space, 0x09:
            // No indents, one space between words.
            guard let last = output.last else { return }
            if last != Self.space, last != Self.lineFeed { output.append(Self.space) }
        case 0x0A...0x0D: endLine()
        default: break
        }
    }

    /// Two line feeds in a row stay, as a paragraph's end; more become two.
    private mutating func endLine() {
        while output.last == Self.space { output.removeLast() }
        guard let last = output.last else { return }
        if last == Self.hyphen, output.count > 1 {
            let before = output[output.count - 2]
            if output.count == softHyphenEnd, Self.mayBeLetter(before) {
                lineEnd = .softHyphen
            } else if before &- 0x61 < 26 || before >= 0x80 {
                lineEnd = .hyphen
            }
        } else {
            lineEnd = .none
        }
        if last == Self.lineFeed, output.count > 1, output[output.count - 2] == Self.lineFeed { return }
        output.append(Self.lineFeed)
    }

    /// The first character of a line, where the one before ended with a hyphen.
    private mutating func joinLine(_ scalar: Unicode.Scalar) {
        switch lineEnd {
        case .none: return
        case .hyphen: if scalar.properties.isLowercase { output.removeLast(2) }
        case .softHyphen: if goesOn(with: scalar) { output.removeLast(2) }
        }
        lineEnd = .none
    }

    /// Whether a word that a soft hyphen ends is one with what follows: no number or name after a small letter, for which
    /// the soft hyphen is a hyphen.
    private func goesOn(with scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.isAlphabetic else { return false }
        guard scalar.properties.isUppercase else { return true }
        let before = output[output.count - 3]
        return before &- 0x41 < 26 || before >= 0x80
    }

    private static func mayBeLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 }

    /// The compatibility decomposition (NFKC) of the Latin and Armenian ligatures.
    private static func letters(ofLigature value: UInt32) -> String.UnicodeScalarView {
        switch value {
        case 0xFB00: "ff".unicodeScalars
        case 0xFB01: "fi".unicodeScalars
        case 0xFB02: "fl".unicodeScalars
        case 0xFB03: "ffi".unicodeScalars
        case 0xFB04: "ffl".unicodeScalars
        case 0xFB05, 0xFB06: "st".unicodeScalars
        case 0xFB13: "\u{574}\u{576}".unicodeScalars
        case 0xFB14: "\u{574}\u{565}".unicodeScalars
        case 0xFB15: "\u{574}\u{56B}".unicodeScalars
        case 0xFB16: "\u{57E}\u{576}".unicodeScalars
        default: "\u{574}\u{56D}".unicodeScalars
        }
    }

    private static let space = UInt8(ascii: " ")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let hyphen = UInt8(ascii: "-")
}
