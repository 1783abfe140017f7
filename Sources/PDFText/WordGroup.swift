/// The words of a page that run in one direction, and their rows in reading order.
struct WordGroup {
    let words: [PlacedWord]
    let segments: [LineSegment]
    let isRightToLeft: Bool
    /// Rows that stand apart at the edges, from top to bottom; a row is positions in `segments`.
    let outer: (top: [[Int]], bottom: [[Int]])
    /// All others.
    let rows: [[Int]]
    let margins: PageMargins

    /// - Parameter words: turned so that their lines run along x and follow one another along y.
    init(_ words: [PlacedWord], bytes: [UInt8], pageHeight: Double) {
        isRightToLeft = words.count(where: \.isRightToLeft) * 2 > words.count
        var words = isRightToLeft ? words.map(Self.mirrored) : words
        var segments = LineSegment.segments(of: words, in: bytes)
        if let slope = Skew.slope(of: words, segments: segments) {
            words = Skew.levelled(words, slope: slope)
            segments = LineSegment.segments(of: words, in: bytes)
        }
        outer = PageMargins.rows(of: segments, pageHeight: pageHeight)
        let isOuter = Set((outer.top + outer.bottom).joined())
        rows = ReadingOrder(segments, words: words, only: segments.indices.filter { !isOuter.contains($0) }).rows
        margins = PageMargins(
            top: outer.top.map { Self.line($0, segments, pageHeight) },
            bottom: outer.bottom.reversed().map { Self.line($0, segments, pageHeight) })
        self.words = words
        self.segments = segments
    }

    private static func line(_ row: [Int], _ segments: [LineSegment], _ pageHeight: Double) -> PageMargins.Line {
        let isSpread = zip(row, row.dropFirst()).contains { one, other in
            segments[one].box.horizontalGap(segments[other].box) > 2 * segments[one].height
        }
        return PageMargins.Line(place: segments[row[0]].box.middle / pageHeight, isSpread: isSpread)
    }

    /// What is read from right to left looks in a mirror as what is read from left to right.
    private static func mirrored(_ word: PlacedWord) -> PlacedWord {
        var word = word
        (word.box.left, word.box.right) = (-word.box.right, -word.box.left)
        return word
    }
}
