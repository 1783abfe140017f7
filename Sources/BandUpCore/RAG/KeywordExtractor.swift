/// Finds what a document is about by the frequency of its words, in one pass and while its pages arrive.
public struct KeywordExtractor: Sendable {
    private var table = WordTable()

    public init() {}

    /// Counts the words of a page. A word is not followed across pages.
    public mutating func add(_ text: String) {
        WordScanner.scan(text) { table.count($0) }
    }

    /// The most frequent words, in lower case, without stop words, numbers and words of fewer than three letters (two
    /// outside ASCII). Of equally frequent ones the one that occurred first comes first.
    public func keywords(_ count: Int = 20) -> [String] {
        keywordSet(count).words
    }

    /// - Parameter count: at most 64.
    func keywordSet(_ count: Int) -> KeywordSet {
        let words = rankedWords(min(count, 64))
        var rankOfEntry: [Int: Int] = [:]
        for (rank, word) in words.enumerated() {
            for entry in word.entries { rankOfEntry[entry] = rank }
        }
        return KeywordSet(words: words.map(\.text), table: table, rankOfEntry: rankOfEntry)
    }

    private struct Word {
        let text: String
        var count: Int
        /// The spellings that fold to this word, in order of first occurrence.
        var entries: [Int]

        var first: Int { entries.first ?? 0 }

        mutating func add(_ count: Int, _ entry: Int) {
            self.count += count
            entries.append(entry)
        }
    }

    private func rankedWords(_ count: Int) -> [Word] {
        var best = BoundedHeap<Word>(capacity: count) { ($0.count, $1.first) < ($1.count, $0.first) }
        // Spellings outside ASCII may differ in case or composition only; `String` compares composition away.
        var folded: [String: Word] = [:]
        for (index, entry) in table.entries.enumerated() {
            let word = table.word(entry)
            if word.utf8.allSatisfy({ $0 < 0x80 }) {
                guard word.utf8.count >= 3, !StopWords.contains(word) else { continue }
                best.insert(Word(text: word, count: entry.count, entries: [index]))
            } else {
                folded[word.lowercased(), default: Word(text: word.lowercased(), count: 0, entries: [])]
                    .add(entry.count, index)
            }
        }
        for word in folded.values where word.text.unicodeScalars.count >= 2 && !StopWords.contains(word.text) {
            best.insert(word)
        }
        return best.descending()
    }
}
