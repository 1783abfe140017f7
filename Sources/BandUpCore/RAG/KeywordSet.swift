/// A document's keywords, most frequent first, which also finds them in a text.
struct KeywordSet: Sendable {
    let words: [String]
    private let table: WordTable
    private let rankOfEntry: [Int: Int]

    init(words: [String], table: WordTable, rankOfEntry: [Int: Int]) {
        self.words = words
        self.table = table
        self.rankOfEntry = rankOfEntry
    }

    /// Bit n is set where the text holds keyword n.
    func mask(of text: String) -> UInt64 {
        var mask: UInt64 = 0
        WordScanner.scan(text) { word in
            if let entry = table.index(of: word), let rank = rankOfEntry[entry] { mask |= 1 << UInt64(rank) }
        }
        return mask
    }
}
