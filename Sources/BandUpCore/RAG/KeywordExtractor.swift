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
        /// The most frequent form; of equally frequent ones the first.
        var text: String
        private var textCount: Int
        private(set) var count: Int
        /// The spellings and forms of this word, in order of first occurrence.
        private(set) var entries: [Int]

        init(text: String, count: Int, entry: Int) {
            self.text = text
            textCount = count
            self.count = count
            entries = [entry]
        }

        var first: Int { entries.first ?? 0 }

        mutating func add(_ form: String, _ formCount: Int, _ entry: Int) {
            count += formCount
            entries.append(entry)
            if formCount > textCount { (text, textCount) = (form, formCount) }
        }
    }

    private func rankedWords(_ count: Int) -> [Word] {
        var best = BoundedHeap<Word>(capacity: count) { ($0.count, $1.first) < ($1.count, $0.first) }
        // Spellings outside ASCII may differ in case or composition only; `String` compares composition away.
        var folded: [String: Word] = [:]
        // Plurals and verb forms, by the entry of the word they belong to.
        var groups: [Int: Word] = [:]
        for (index, entry) in table.entries.enumerated() {
            let word = table.word(entry)
            if word.utf8.allSatisfy({ $0 < 0x80 }) {
                guard Self.counts(word) else { continue }
                add(word, entry.count, index, to: &groups[root(of: word, index)])
            } else {
                let spelling = word.lowercased()
                add(spelling, entry.count, index, to: &folded[spelling])
            }
        }
        for word in groups.values { best.insert(word) }
        for word in folded.values where word.text.unicodeScalars.count >= 2 && !StopWords.contains(word.text) {
            best.insert(word)
        }
        return best.descending()
    }

    private func add(_ form: String, _ count: Int, _ entry: Int, to word: inout Word?) {
        if word == nil {
            word = Word(text: form, count: count, entry: entry)
        } else {
            word?.add(form, count, entry)
        }
    }

    /// The entry of the word that `word`, an ASCII one, is a form of; its own where it is none.
    private func root(of word: String, _ index: Int) -> Int {
        for base in InflectedForms.bases(of: word) where Self.counts(base) {
            var base = base
            if let entry = base.withUTF8({ table.index(of: $0) }) { return root(of: base, entry) }
        }
        return index
    }

    private static func counts(_ word: String) -> Bool {
        word.utf8.count >= 3 && !StopWords.contains(word)
    }
}
