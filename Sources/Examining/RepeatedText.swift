import BandUpCore
/// What a text says more than once in the same words: five in a row, which prose repeats where it has to name a thing again
/// and hardly ever otherwise.
package struct RepeatedText: Sendable {
    private static let runLength = 5
    /// A sentence that is a repetition, and not one that has a long name in common with others.
    private static let mostShare = 0.6
    /// Words of a sentence that is said again, below which it may be chance.
    private static let leastSentence = 3

    private let runs: Set<[String]>
    private let sentences: Set<[String]>
    /// Words that are no repetition of earlier ones.
    package let newWordCount: Int

    package init(_ text: String) {
        let words = TextWords.folded(text)
        var seen: Set<[String]> = []
        var repeated: Set<[String]> = []
        var isOld = [Bool](repeating: false, count: words.count)
        for (start, run) in Self.runs(of: words).enumerated() where !seen.insert(run).inserted {
            repeated.insert(run)
            for index in start..<(start + Self.runLength) { isOld[index] = true }
        }
        runs = repeated
        newWordCount = isOld.count { !$0 }
        var known: Set<[String]> = []
        sentences = Set(
            TextSentences.split(text).map { TextWords.folded(String($0)) }
                .filter { $0.count >= Self.leastSentence && !known.insert($0).inserted })
    }

    /// Whether most of a sentence stands elsewhere too. One that only names a thing by the same words does not.
    func isMost(of sentence: Substring) -> Bool {
        let words = TextWords.folded(String(sentence))
        if sentences.contains(words) { return true }
        guard !runs.isEmpty else { return false }
        var isRepeated = [Bool](repeating: false, count: words.count)
        for (start, run) in Self.runs(of: words).enumerated() where runs.contains(run) {
            for index in start..<(start + Self.runLength) { isRepeated[index] = true }
        }
        return Double(isRepeated.count { $0 }) >= Self.mostShare * Double(max(1, words.count))
    }

    private static func runs(of words: [String]) -> [[String]] {
        guard words.count >= runLength else { return [] }
        return (0...(words.count - runLength)).map { Array(words[$0..<($0 + runLength)]) }
    }
}
