/// How much the lines of a page rise or fall: the text layer of a crooked scan, which poppler takes to pieces.
enum Skew {
    /// Seven degrees; what is further from level is no crooked scan.
    private static let steepest = 0.12
    /// Less than this is within a line's tolerance over its whole length.
    private static let flattest = 0.001

    /// Points down per point to the right; nil for a page whose lines are level.
    ///
    /// - Parameter segments: as poppler's order of words gives them.
    static func slope(of words: [PlacedWord], segments: [LineSegment]) -> Double? {
        guard (4...mostWords).contains(words.count), isSuspected(words, segments) else { return nil }
        let byLeft = words.indices.sorted { words[$0].box.left < words[$1].box.left }
        let lefts = byLeft.map { words[$0].box.left }
        var slopes: [Double] = []
        for word in words.prefix(mostAsked) {
            let box = word.box
            let height = box.height
            var index = firstIndex(in: lefts, notBelow: box.right - 0.3 * height)
            var best: (distance: Double, slope: Double)?
            while index < lefts.count, lefts[index] <= box.right + 0.7 * height {
                let other = words[byLeft[index]].box
                index += 1
                let step = other.left - box.left
                let fall = other.bottom - box.bottom
                guard step > 0.2 * height, abs(other.height - height) < 0.05 * height, abs(fall) < 0.6 * height
                else { continue }
                let distance = abs(other.left - box.right) + 2 * abs(fall)
                if best.map({ distance < $0.distance }) ?? true { best = (distance, fall / step) }
            }
            if let best { slopes.append(best.slope) }
        }
        guard slopes.count >= 3 else { return nil }
        slopes.sort()
        let median = slopes[slopes.count / 2]
        guard abs(median) > flattest, abs(median) < steepest else { return nil }
        let agreeing = slopes.count { abs($0 - median) < 0.25 * abs(median) + 0.004 }
        return agreeing * 2 > slopes.count ? median : nil
    }

    /// The words with the slope taken out, and in an order that goes along lines.
    static func levelled(_ words: [PlacedWord], slope: Double) -> [PlacedWord] {
        var result = words
        for index in result.indices {
            let fall = slope * result[index].box.left
            result[index].box.top -= fall
            result[index].box.bottom -= fall
        }
        result.sort { ($0.box.middle, $0.box.left) < ($1.box.middle, $1.box.left) }
        var begin = 0
        while begin < result.count {
            let first = result[begin].box
            var end = begin + 1
            while end < result.count {
                let next = result[end].box
                guard next.middle - first.middle < 0.4 * min(first.height, next.height) else { break }
                end += 1
            }
            result[begin..<end].sort { $0.box.left < $1.box.left }
            for index in begin..<end {
                result[index].endsLine = index == end - 1
                // Fragments of a word touch; poppler's spaces are between other neighbours.
                if index > begin {
                    let gap = result[index].box.left - result[index - 1].box.right
                    result[index].isGlued = gap < 0.12 * result[index].box.height
                }
            }
            begin = end
        }
        return result
    }

    private static let mostAsked = 2_000
    /// More than a page has; they would take long.
    private static let mostWords = 20_000

    /// Words of one line at different heights, or lines that are but pieces.
    private static func isSuspected(_ words: [PlacedWord], _ segments: [LineSegment]) -> Bool {
        guard segments.count * 3 < words.count else { return true }
        var pairs = 0
        var uneven = 0
        for segment in segments {
            for index in segment.words.dropFirst() {
                let (one, other) = (words[index - 1].box, words[index].box)
                guard abs(one.height - other.height) < 0.01 else { continue }
                pairs += 1
                if abs(one.bottom - other.bottom) > 0.02 { uneven += 1 }
            }
        }
        return uneven * 4 > pairs
    }

    private static func firstIndex(in sorted: [Double], notBelow value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
