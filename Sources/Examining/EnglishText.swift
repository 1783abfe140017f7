import BandUpCore
import Base

/// Tells English from other languages by several kinds of evidence, of which one alone proves nothing.
///
/// English prose has 40 to 50 function words in 100 words, learners' English 30 and more. The list leaves out words that
/// other languages write the same way (`in`, `was`, `me`, `do`, `die`, `on`), so that these stay below 5. But notes in
/// English have hardly any either: that a text is of another language has to be seen in it too, in that language's own
/// function words, in its letters, or in that nothing looks like English.
package enum EnglishText {
    package enum Verdict: Sendable, Equatable {
        case english, partly, notEnglish
        /// Too little text to tell.
        case unclear
    }

    /// Fewer words than this prove nothing.
    package static let leastWords = 20

    package static func verdict(on text: String) -> Verdict {
        let letters = Letters(text)
        let words = TextWords.folded(text)
        let english = share(of: words) { functionWords.contains($0) }
        // Scripts without spaces between words can't be counted in words.
        if letters.count >= leastWords * 2, letters.latin * 2 < letters.count {
            // Latin words spelled with letters that look like theirs are Latin words.
            return english < 0.06 && !letters.areMixed ? .notEnglish : .partly
        }
        guard words.count >= leastWords else { return .unclear }
        if english >= 0.16 { return .english }
        let foreign = OtherLanguages.share(of: words)
        let likeness = share(of: words, where: EnglishVocabulary.has)
        if english < 0.06 {
            let accents = Double(letters.accented) / Double(max(1, letters.count))
            let isForeign = foreign >= 0.12 || (foreign >= 0.06 && (accents >= 0.02 || likeness < 0.15))
            if isForeign || (accents >= 0.03 && likeness < 0.15) { return .notEnglish }
        }
        return likeness >= 0.3 && foreign < 0.06 ? .english : .partly
    }

    private static func share(of words: [String], where isOne: (String) -> Bool) -> Double {
        words.isEmpty ? 0 : Double(words.count(where: isOne)) / Double(words.count)
    }

    private struct Letters {
        private(set) var count = 0
        private(set) var latin = 0
        /// Latin ones that English does not have.
        private(set) var accented = 0
        /// Letters of words in which Latin stands beside Cyrillic or Greek.
        private var mixed = 0

        init(_ text: String) {
            var word = (latin: 0, lookalike: 0)
            func isLookalike(_ value: UInt32) -> Bool { (0x370...0x52F).contains(value) }
            for scalar in text.unicodeScalars.lazy.map(CompatibleLetters.plain) {
                guard scalar.properties.isAlphabetic else {
                    if word.latin > 0, word.lookalike > 0 { mixed += word.latin + word.lookalike }
                    word = (0, 0)
                    continue
                }
                count += 1
                // Latin, with its extensions and the Vietnamese block.
                if scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value) {
                    latin += 1
                    word.latin += 1
                    if scalar.value >= 0x80 { accented += 1 }
                } else if isLookalike(scalar.value) {
                    word.lookalike += 1
                }
            }
            if word.latin > 0, word.lookalike > 0 { mixed += word.latin + word.lookalike }
        }

        /// In a fifth of the text: no language is written so.
        var areMixed: Bool { mixed * 5 > count }
    }

    private static let functionWords = Set(
        """
        the and of to that this these those with for from by are were been have has had will would can could should \
        may might must not but because which who when where what how if than then there their they them you your my our \
        his her its it is be he she more most any all also about into only other such very many much does did or don't \
        it's can't doesn't isn't i'm they're we're think people some however although while
        """.split(separator: " ").map(String.init))
}
