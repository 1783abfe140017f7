import BandUpCore

/// How much of an answer is the question's own text: copied rubric does not count as the learner's (public band
/// descriptors of IELTS Writing, May 2023).
package struct CopiedText: Sendable, Equatable {
    package let wordCount: Int
    /// Words outside of any run of five that the question has too.
    package let ownWordCount: Int

    /// Five words in a row are shared by chance in titles and set phrases at most.
    static let runLength = 5

    package init(answer: String, question: String?) {
        let words = TextWords.folded(answer)
        wordCount = words.count
        let asked = question.map(TextWords.folded) ?? []
        guard words.count >= Self.runLength, asked.count >= Self.runLength else {
            ownWordCount = words.count
            return
        }
        let runs = Set((0...(asked.count - Self.runLength)).map { Array(asked[$0..<($0 + Self.runLength)]) })
        var isCopied = [Bool](repeating: false, count: words.count)
        for start in 0...(words.count - Self.runLength)
        where runs.contains(Array(words[start..<(start + Self.runLength)])) {
            for index in start..<(start + Self.runLength) { isCopied[index] = true }
        }
        ownWordCount = isCopied.count { !$0 }
    }

    package var copiedShare: Double {
        wordCount == 0 ? 0 : Double(wordCount - ownWordCount) / Double(wordCount)
    }
}
