import BandUpCore

/// What can be counted of a text's sentences: too little to mark it by, enough to see that the best marks can't be right.
///
/// In the held set answers of band 7 and more have 18 to 25 words a sentence and vary by 6 to 12; those of band 5 and
/// less have 3 to 14 and vary by less than 6.
package struct LanguageProfile: Sendable {
    package let sentenceCount: Int
    package let wordsPerSentence: Double
    /// Standard deviation of the sentences' lengths, in words.
    package let spread: Double
    /// Small letters at a sentence's start, `i` for `I`, doubled words, forms that English does not have: per sentence.
    package let slipsPerSentence: Double

    package init(_ sentences: [Substring]) {
        let words = sentences.map { TextWords.folded(String($0)) }.filter { !$0.isEmpty }
        sentenceCount = words.count
        let count = Double(max(1, words.count))
        let mean = Double(words.reduce(0) { $0 + $1.count }) / count
        wordsPerSentence = mean
        spread = (words.reduce(0.0) { $0 + (Double($1.count) - mean) * (Double($1.count) - mean) } / count).squareRoot()
        let slips = sentences.reduce(0) { total, sentence in
            let parts = sentence.split(whereSeparator: \.isWhitespace)
            let small = sentence.first(where: \.isLetter)?.isLowercase == true ? 1 : 0
            let doubled = zip(parts, parts.dropFirst()).count { $0.0.lowercased() == $0.1.lowercased() }
            return total + small + doubled + parts.count { $0 == "i" } + LearnersErrors.count(in: String(sentence))
        }
        slipsPerSentence = Double(slips) / count
    }

    /// A wide range of structures can't be shown in short sentences of nearly one length, nor without full stops, and
    /// is not marked near-perfect with a slip in every third sentence.
    package var isPlain: Bool {
        guard sentenceCount > 0 else { return true }
        return (wordsPerSentence < 13 && spread < 6) || wordsPerSentence > 60 || slipsPerSentence > 0.33
    }
}
