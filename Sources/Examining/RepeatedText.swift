import BandUpCore

/// What a text says more than once in the same words: five in a row, which prose hardly ever repeats.
struct RepeatedText: Sendable {
    private static let runLength = 5

    private let runs: Set<[String]>

    init(_ text: String) {
        var seen: Set<[String]> = []
        var repeated: Set<[String]> = []
        for run in Self.runs(of: text) where !seen.insert(run).inserted { repeated.insert(run) }
        runs = repeated
    }

    /// Whether a sentence has words that stand elsewhere too.
    func touch(_ sentence: Substring) -> Bool {
        !runs.isEmpty && Self.runs(of: String(sentence)).contains(where: runs.contains)
    }

    private static func runs(of text: String) -> [[String]] {
        let words = TextWords.folded(text)
        guard words.count >= runLength else { return [] }
        return (0...(words.count - runLength)).map { Array(words[$0..<($0 + runLength)]) }
    }
}
