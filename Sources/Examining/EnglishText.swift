import BandUpCore

/// Tells English from other languages by the share of its function words, which no text of some length can do without.
///
/// English prose has 40 to 50 of them in 100 words, learners' English 30 and more. The list leaves out words that other
/// languages write the same way (`in`, `was`, `me`, `do`, `die`, `on`), so that these stay below 5.
package enum EnglishText {
    package enum Verdict: Sendable, Equatable {
        case english, partly, notEnglish
        /// Too little text to tell.
        case unclear
    }

    /// Fewer words than this prove nothing.
    package static let leastWords = 20

    package static func verdict(on text: String) -> Verdict {
        var letters = 0
        var latin = 0
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            letters += 1
            // Latin, with its extensions and the Vietnamese block.
            if scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value) { latin += 1 }
        }
        // Scripts without spaces between words can't be counted in words.
        if letters >= leastWords * 2, latin * 2 < letters { return .notEnglish }
        let words = TextWords.folded(text)
        guard words.count >= leastWords else { return .unclear }
        let share = Double(words.count { functionWords.contains($0) }) / Double(words.count)
        if share < 0.06 { return .notEnglish }
        return share < 0.16 ? .partly : .english
    }

    private static let functionWords = Set(
        """
        the and of to that this these those with for from by are were been have has had will would can could should \
        may might must not but because which who when where what how if than then there their they them you your my our \
        his her its it is be he she more most any all also about into only other such very many much does did or don't \
        it's can't doesn't isn't i'm they're we're think people some however although while
        """.split(separator: " ").map(String.init))
}
