/// Whether what stands on both sides of a gap are columns, to be read one after the other, or cells of rows.
///
/// Cells have a base line in common with their row's. Columns may have that too, where they are set on one grid; but
/// their sentences run on from line to line: a line ends where the next word has no room, whatever stands beside it. In
/// a table a cell begins where its row does, and mostly long before the one above it is full.
struct ColumnEvidence {
    let segments: [LineSegment]
    let words: [PlacedWord]

    enum Reading {
        case columns
        case rows
        /// Rows whose cells are paragraphs: the lines of each.
        case paragraphs([[Int]])
    }

    func reading(_ gap: ColumnGap) -> Reading {
        let levelLeft = level(gap.left, with: gap.right)
        let levelRight = level(gap.right, with: gap.left)
        let possible = min(levelLeft.possible, levelRight.possible)
        guard possible > 0 else { return .columns }
        let found = min(levelLeft.found.count, levelRight.found.count)
        let isProse = isProse(gap.left) || isProse(gap.right)
        // Lines of columns on different grids meet here and there; those of figures stand less exactly.
        guard found * 10 >= possible * (isProse ? 6 : 3) else { return .columns }
        guard isProse else { return .rows }
        if let rows = paragraphs(gap) { return .paragraphs(rows) }
        let areColumns =
            (runsOn(gap.left, into: levelLeft.found, .some) && isText(gap.right))
            || (runsOn(gap.right, into: levelRight.found, .some) && isText(gap.left))
            || (runsOn(gap.left, into: levelLeft.found, .most) && hasWords(gap.right))
            || (runsOn(gap.right, into: levelRight.found, .most) && hasWords(gap.left))
        return areColumns ? .columns : .rows
    }

    /// Whether the lines of a side are as long as those of a narrow column at least, on an average.
    private func isProse(_ side: [Int]) -> Bool { letters(side) >= 15 * side.count }

    private func isText(_ side: [Int]) -> Bool { letters(side) >= 8 * side.count }

    /// Of a column of single words and addresses no more can be asked.
    private func hasWords(_ side: [Int]) -> Bool { letters(side) >= 4 * side.count }

    private func letters(_ side: [Int]) -> Int { side.reduce(0) { $0 + segments[$1].letterBytes } }

    /// Lines of one side that have one of the other on their level, and how many have any beside them at all.
    private func level(_ side: [Int], with other: [Int]) -> (found: Set<Int>, possible: Int) {
        var found: Set<Int> = []
        var possible = 0
        var begin = 0
        guard let first = other.first, let last = other.last else { return (found, 0) }
        let top = segments[first].box.top
        let bottom = segments[last].box.bottom
        for index in side {
            let segment = segments[index]
            let (low, high) = (segment.box.middle - segment.height, segment.box.middle + segment.height)
            while begin < other.count, segments[other[begin]].box.middle < low { begin += 1 }
            var at = begin
            while at < other.count, segments[other[at]].box.middle < high {
                if segment.isLevel(with: segments[other[at]]) {
                    found.insert(index)
                    break
                }
                at += 1
            }
            if segment.box.middle > top, segment.box.middle < bottom { possible += 1 }
        }
        return (found, possible)
    }

    /// A line and the one below it in its column, and where that column ends.
    private struct Step {
        let from: Int
        let to: Int
        var edge: Double
    }

    private func chains(_ side: [Int]) -> [Step] {
        var column: [Int: Int] = [:]
        var edges: [Double] = []
        var steps: [(Step, Int)] = []
        for (position, index) in side.enumerated() {
            let segment = segments[index]
            let own = column[index] ?? edges.count
            if own == edges.count { edges.append(segment.box.right) }
            edges[own] = max(edges[own], segment.box.right)
            for next in side.dropFirst(position + 1) {
                let other = segments[next]
                guard other.box.top - segment.box.bottom < 0.7 * segment.height else { break }
                let common = min(segment.box.right, other.box.right) - max(segment.box.left, other.box.left)
                guard other.box.middle - segment.box.middle > 0.5 * segment.height,
                    common > 0.5 * min(segment.box.width, other.box.width), column[next] == nil
                else { continue }
                column[next] = own
                edges[own] = max(edges[own], other.box.right)
                steps.append((Step(from: index, to: next, edge: 0), own))
                break
            }
        }
        return steps.map { Step(from: $0.from, to: $0.to, edge: edges[$1]) }
    }

    /// Whether lines of sentences end for want of room although the next one stands beside something.
    private func runsOn(_ side: [Int], into level: Set<Int>, _ share: RunningShare) -> Bool {
        var count = 0
        var full = 0
        var letters = 0
        var begun = 0
        let edge = side.map { segments[$0].box.left }.min() ?? 0
        for step in chains(side) where level.contains(step.to) {
            let (from, to) = (segments[step.from], segments[step.to])
            count += 1
            letters += from.letterBytes
            // Where no spaces are written, a line is a single word, and may end behind any character.
            let next = min(words[to.words.lowerBound].box.width, 3 * from.height)
            if from.box.right + 0.25 * from.height + next > step.edge - 0.2 * from.height { full += 1 }
            if to.box.left - edge < 2.5 * to.height { begun += 1 }
        }
        guard begun * 10 >= count * 6 else { return false }
        switch share {
        case .some: return count >= 3 && letters >= count * 15 && full * 10 >= count * 6
        case .most: return count >= 6 && letters >= count * 35 && full * 10 >= count * 8
        }
    }

    /// How much of a side has to be sentences. Meanings of words may be of nearly one length by chance, and look like it;
    /// many and long ones are not.
    private enum RunningShare { case some, most }

    /// Where wider gaps go through both sides, and what is between two of them is a few lines that begin on one level,
    /// those lines.
    private func paragraphs(_ gap: ColumnGap) -> [[Int]]? {
        let all = (gap.left + gap.right).sorted()
        let isLeft = Set(gap.left)
        guard let first = all.first else { return nil }
        var bottom = segments[first].box.bottom
        var space: [Double] = []
        for index in all.dropFirst() {
            let segment = segments[index]
            if segment.box.top > bottom - 0.4 * segment.height { space.append(segment.box.top - bottom) }
            bottom = max(bottom, segment.box.bottom)
        }
        guard let least = space.min() else { return nil }
        var rows: [[Int]] = [[first]]
        bottom = segments[first].box.bottom
        for index in all.dropFirst() {
            let segment = segments[index]
            if segment.box.top - bottom > max(least, 0) + 0.3 * segment.height {
                rows.append([index])
            } else {
                rows[rows.count - 1].append(index)
            }
            bottom = max(bottom, segment.box.bottom)
        }
        guard rows.count >= 3, all.count <= rows.count * 12 else { return nil }
        let begun = rows.count { row in
            guard let left = row.first(where: { isLeft.contains($0) }),
                let right = row.first(where: { !isLeft.contains($0) })
            else { return false }
            return segments[left].isLevel(with: segments[right])
        }
        return begun * 10 >= rows.count * 8 ? rows : nil
    }
}
