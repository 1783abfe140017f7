/// A row of a table that is being read.
struct WordRow {
    var cells: [WordCell] = []
    /// A tracked deletion, or hidden.
    var isGone = false

    /// The cells on one line. Where a cell has paragraphs of prose, the table only places them side by side, and each
    /// cell's lines follow the one's before.
    var lines: [String] {
        guard !isGone else { return [] }
        let cells = cells.filter { !$0.isGone && !$0.lines.isEmpty }
        if cells.count <= 1 || cells.contains(where: \.isProse) { return cells.flatMap(\.lines) }
        let words = cells.flatMap(\.lines).map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
        return [words.joined(separator: " ")]
    }
}

struct WordCell {
    /// Without blank ones.
    var lines: [String] = []
    var isGone = false

    var isProse: Bool { lines.count > 1 && lines.reduce(0) { $0 + $1.utf8.count } > 300 }
}

/// A paragraph that is being read.
struct WordParagraph {
    var text = ""
    /// Text boxes that hang on it, and notes to it.
    var after: [String] = []
    var hasHiddenStyle = false
    /// Its end is a tracked deletion: it goes on in the next one.
    var isJoined = false
}
