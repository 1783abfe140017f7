/// Writes rows of words as lines.
struct RowWriter {
    private(set) var text: [UInt8] = []
    private let bytes: [UInt8]
    private let hasRightToLeft: Bool

    /// In heights of the line: what touches more nearly is one word in types of two kinds.
    private static let narrowestSpace = 0.2
    /// poppler forgets spaces beside words from right to left.
    private static let narrowestSpaceRightToLeft = 0.1

    /// - Parameter bytes: where the words' text is.
    init(bytes: [UInt8], hasRightToLeft: Bool) {
        self.bytes = bytes
        self.hasRightToLeft = hasRightToLeft
        text.reserveCapacity(bytes.count * 6 / 5 + 64)
    }

    mutating func append(line: String) {
        text.append(contentsOf: line.utf8)
        text.append(UInt8(ascii: "\n"))
    }

    mutating func append(_ rows: [[Int]], of group: WordGroup) {
        for row in rows {
            var previous: TextBox?
            if hasRightToLeft {
                let words = row.flatMap { group.words[group.segments[$0].words] }
                for word in Self.inLogicalOrder(words, group.isRightToLeft) { append(word, after: &previous) }
            } else {
                for index in row {
                    for position in group.segments[index].words { append(group.words[position], after: &previous) }
                }
            }
            text.append(UInt8(ascii: "\n"))
        }
    }

    @inline(__always)
    private mutating func append(_ word: PlacedWord, after previous: inout TextBox?) {
        if let previous {
            let narrowest = hasRightToLeft ? Self.narrowestSpaceRightToLeft : Self.narrowestSpace
            if !word.isGlued || previous.horizontalGap(word.box) > narrowest * word.box.height {
                text.append(UInt8(ascii: " "))
            }
        }
        previous = word.box
        text.append(contentsOf: bytes[word.start..<word.end])
    }

    /// The words of a row in the order of its direction, runs of the other direction turned round.
    private static func inLogicalOrder(_ words: [PlacedWord], _ isRightToLeft: Bool) -> [PlacedWord] {
        var result = words.sorted { $0.box.left < $1.box.left }
        var begin = 0
        while begin < result.count {
            var end = begin + 1
            let isOther = result[begin].isRightToLeft != isRightToLeft
            while end < result.count, (result[end].isRightToLeft != isRightToLeft) == isOther { end += 1 }
            if isOther { result[begin..<end].reverse() }
            begin = end
        }
        return result
    }
}
