import BandUpCore
/// Blanks that are no white space: some editors and messengers set zero-width or empty characters between words.
package enum HiddenBlanks {
    /// `text` with a space for each of them, scalar for scalar, so that places stay what they are.
    ///
    /// A zero-width space may also stand inside a word, to let a line break there, or to hide the word from a filter. It
    /// is a blank only where it parts a run of letters that is too long for a word into several.
    package static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isEmptyLetter($0) || isZeroWidthSpace($0) }) else { return text }
        let scalars = text.unicodeScalars.map { isEmptyLetter($0) ? " " : $0 }
        var shown = scalars
        for run in scalars.indices.split(whereSeparator: { scalars[$0].properties.isWhitespace }) {
            let marks = run.filter { isZeroWidthSpace(scalars[$0]) }
            let visible = run.count { UntrustedText.isVisible(scalars[$0]) }
            guard marks.count > 1, visible >= leastRun else { continue }
            for index in marks { shown[index] = " " }
        }
        return String(String.UnicodeScalarView(shown))
    }

    /// Letters of the shortest run that is taken for several words.
    private static let leastRun = 20

    private static func isZeroWidthSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200B}" || scalar == "\u{FEFF}" || scalar == "\u{2060}"
    }

    /// Hangul fillers and the empty Braille pattern: letters without ink.
    private static func isEmptyLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{115F}", "\u{1160}", "\u{2800}", "\u{3164}", "\u{FFA0}": true
        default: false
        }
    }
}
