/// Puts the lines of a page in the order in which a reader takes them: rows from top to bottom, the cells of a row from
/// left to right, and columns one after the other.
struct ReadingOrder {
    private let segments: [LineSegment]
    private let words: [PlacedWord]
    private(set) var rows: [[Int]] = []

    /// More lines than any page has; with them, what looks for columns would take too long.
    private static let mostSegments = 4_000
    private static let deepest = 24

    /// - Parameter only: the positions of those segments that are to be put in order.
    init(_ segments: [LineSegment], words: [PlacedWord], only: [Int]) {
        self.segments = segments
        self.words = words
        let sorted = only.sorted {
            (segments[$0].box.middle, segments[$0].box.left) < (segments[$1].box.middle, segments[$1].box.left)
        }
        read(sorted, depth: sorted.count > Self.mostSegments ? Self.deepest : 0)
    }

    private mutating func read(_ part: [Int], depth: Int) {
        guard depth < Self.deepest, standBeside(part) else {
            appendRows(part)
            return
        }
        let own = part.map { segments[$0] }
        guard let gap = ColumnGap.longest(in: own) else {
            appendRows(part)
            return
        }
        let inside = Set(gap.left + gap.right)
        let first = inside.min() ?? 0
        let last = inside.max() ?? 0
        read(Array(part[..<first]), depth: depth + 1)
        switch ColumnEvidence(segments: own, words: words).reading(gap) {
        case .columns:
            read(gap.left.map { part[$0] }, depth: depth + 1)
            read(gap.right.map { part[$0] }, depth: depth + 1)
        case .rows:
            let inside = Array(part[first...last])
            appendTable(tableRows(inside), columns: columnStarts(inside))
        case .paragraphs(let rows):
            appendTable(rows.map { $0.map { part[$0] } }, columns: columnStarts(Array(part[first...last])))
        }
        read(Array(part[(last + 1)...]), depth: depth + 1)
    }

    /// Whether any two lines have a height in common.
    private func standBeside(_ part: [Int]) -> Bool {
        var bottom = -Double.infinity
        for index in part {
            let segment = segments[index]
            if segment.box.top < bottom - 0.3 * segment.height { return true }
            bottom = max(bottom, segment.box.bottom)
        }
        return false
    }

    private mutating func appendRows(_ part: [Int]) {
        for row in grouped(part) { rows.append(row) }
    }

    private func grouped(_ part: [Int]) -> [[Int]] {
        var result: [[Int]] = []
        var position = 0
        while position < part.count {
            let first = segments[part[position]]
            var end = position + 1
            while end < part.count {
                let next = segments[part[end]]
                let distance = next.box.middle - first.box.middle
                guard next.isLevel(with: first) || distance < 0.35 * min(first.height, next.height) else { break }
                end += 1
            }
            result.append(part[position..<end].sorted { segments[$0].box.left < segments[$1].box.left })
            position = end
        }
        return result
    }

    /// Lines of one row each, where those that have nothing in the first of three columns or more go on with the row
    /// above.
    private func tableRows(_ part: [Int]) -> [[Int]] {
        let lines = grouped(part)
        let columns = columnStarts(part)
        guard columns.count > 2, let right = columns.dropFirst().first else { return lines }
        var result: [[Int]] = []
        var bottom = -Double.infinity
        var cells = 0
        for line in lines {
            let top = line.map { segments[$0].box.top }.min() ?? 0
            let height = line.map { segments[$0].height }.max() ?? 0
            let isBelow = top - bottom < 0.8 * height && line.allSatisfy { segments[$0].box.left > right - 0.5 }
            if isBelow, line.count < cells {
                result[result.count - 1].append(contentsOf: line)
            } else {
                result.append(line)
                // Only a row that begins in the first column has lines below it that do not.
                cells = line.contains { segments[$0].box.left < right - 0.5 } ? line.count : 0
            }
            bottom = max(bottom, line.map { segments[$0].box.bottom }.max() ?? 0)
        }
        return result
    }

    /// Each row cell by cell: the last line of a cell is followed by the first of the next, unless both are sentences.
    private mutating func appendTable(_ table: [[Int]], columns: [Double]) {
        for row in table {
            let cells = Dictionary(grouping: row) { index in
                columns.lastIndex { $0 <= segments[index].box.left + 0.5 } ?? 0
            }
            rows.append([])
            for (number, cell) in cells.sorted(by: { $0.key < $1.key }).map(\.value).enumerated() {
                let lines = grouped(cell.sorted { segments[$0].box.middle < segments[$1].box.middle })
                for (line, members) in lines.enumerated() {
                    let areSentences =
                        number > 0 && lines.count > 1 && isSentence(rows[rows.count - 1]) && isSentence(members)
                    if line > 0 || areSentences { rows.append([]) }
                    rows[rows.count - 1].append(contentsOf: members)
                }
            }
        }
    }

    private func isSentence(_ line: [Int]) -> Bool {
        line.reduce(0) { $0 + segments[$1].letterBytes } >= 15
    }

    /// The left edges of the columns that no line of the table crosses.
    private func columnStarts(_ part: [Int]) -> [Double] {
        let sorted = part.sorted { segments[$0].box.left < segments[$1].box.left }
        var result: [Double] = []
        var right = -Double.infinity
        for index in sorted {
            if segments[index].box.left > right { result.append(segments[index].box.left) }
            right = max(right, segments[index].box.right)
        }
        return result
    }
}
