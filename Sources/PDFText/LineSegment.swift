/// Words of one line that stand no wider apart than words do: a whole line of prose, or what a cell has of it.
struct LineSegment {
    var box: TextBox
    /// Positions in the array of words.
    var words: Range<Int>
    /// Height of its letters, which the box exceeds where the line is askew.
    var height: Double
    /// Bytes of letters in it, ASCII's and all others: what tells a sentence's line from figures and leaders.
    var letterBytes = 0

    /// Whether both have one base line, or nearly.
    @inline(__always)
    func isLevel(with other: LineSegment) -> Bool {
        abs(box.bottom - other.box.bottom) < 0.25 * min(height, other.height)
            || abs(box.middle - other.box.middle) < 0.2 * min(height, other.height)
    }
}

extension LineSegment {
    /// Wider gaps, in heights of the line, stand between cells. Spaces of justified text may be as wide here and there;
    /// then segments are put together again, since nothing below or above shares the gap.
    private static let widestSpace = 0.8

    /// Segments in poppler's order of words, which keeps to lines and blocks, and what is raised or lowered inside them.
    static func segments(of words: [PlacedWord], in bytes: [UInt8]) -> [LineSegment] {
        var result: [LineSegment] = []
        result.reserveCapacity(words.count / 6 + 4)
        var begin = 0
        while begin < words.count {
            var box = words[begin].box
            var height = box.height
            var last = words[begin].box
            var end = begin + 1
            while end < words.count, !words[end - 1].endsLine {
                let next = words[end].box
                let lower = min(height, next.height)
                let gap = last.horizontalGap(next)
                guard box.verticalOverlap(next) > 0.3 * lower, gap < widestSpace * lower, gap > -lower else { break }
                box.formUnion(next)
                height = max(height, next.height)
                last = next
                end += 1
            }
            let letters = words[begin..<end].reduce(0) { $0 + Self.letterBytes(bytes[$1.start..<$1.end]) }
            result.append(LineSegment(box: box, words: begin..<end, height: height, letterBytes: letters))
            begin = end
        }
        return result
    }

    private static func letterBytes(_ text: ArraySlice<UInt8>) -> Int {
        var count = 0
        for byte in text where byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 { count += 1 }
        return count
    }
}
