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
        var isStart = true
        let slips = sentences.reduce(0) { total, sentence in
            let parts = sentence.split(whereSeparator: \.isWhitespace)
            let small = isStart && sentence.first(where: \.isLetter)?.isLowercase == true ? 1 : 0
            let doubled = zip(parts, parts.dropFirst()).count { isDoubled(String($0.0), String($0.1)) }
            isStart = Self.isEnded(sentence)
            return total + small + doubled + parts.count { $0 == "i" } + LearnersErrors.count(in: String(sentence))
        }
        slipsPerSentence = Double(slips) / count
    }

    /// A wide range of structures can hardly be shown in short sentences of nearly one length, nor without full stops.
    package var isPlain: Bool {
        (wordsPerSentence < 13 && spread < 6) || wordsPerSentence > 60 || rulesOutBestMarks
    }

    /// Nobody's English is near perfect with a slip in every third sentence, or in sentences of a child's primer.
    package var rulesOutBestMarks: Bool {
        sentenceCount == 0 || slipsPerSentence > 0.33 || (wordsPerSentence < 8 && spread < 4)
    }

    /// Whether the next sentence begins with a capital. Behind a question, an exclamation or dots the same one may go on:
    /// "Why?" she asked.
    private static func isEnded(_ sentence: Substring) -> Bool {
        let end = sentence.reversed().drop { $0.isWhitespace || "\"'”’)]".contains($0) }.prefix(3)
        return !["?", "!", "…"].contains(end.first) && !end.elementsEqual("...")
    }
}

/// Whether a word was written twice by mistake. `had had` and `that that` are English, and so are figures and dashes.
private func isDoubled(_ one: String, _ other: String) -> Bool {
    one.lowercased() == other.lowercased() && one.allSatisfy(\.isLetter) && !["had", "that"].contains(one.lowercased())
}
