/// A band of a page, free of text from top to bottom, with lines on both sides of it.
struct ColumnGap {
    /// Positions in the array of segments that was searched.
    var left: [Int]
    var right: [Int]
    /// Of the band, where lines stand on both sides: points.
    var commonHeight: Double

    /// The longest such band among segments in order of their tops; nil where none has two lines on both sides.
    static func longest(in segments: [LineSegment]) -> ColumnGap? {
        guard segments.count >= 4, let first = segments.first else { return nil }
        var area = first.box
        for segment in segments { area.formUnion(segment.box) }
        guard area.width > 1 else { return nil }
        var best: ColumnGap?
        for x in candidates(segments, area) {
            for gap in gaps(at: x, segments)
            where gap.left.count >= 2 && gap.right.count >= 2 && gap.commonHeight > (best?.commonHeight ?? 0) {
                best = gap
            }
        }
        return best
    }

    private static let bins = 256

    /// Where the gaps between neighbours on a line lie most often: up to four places from left to right.
    private static func candidates(_ segments: [LineSegment], _ area: TextBox) -> [Double] {
        var steps = [Double](repeating: 0, count: bins + 1)
        let scale = Double(bins) / area.width
        var hasAny = false
        for (index, segment) in segments.enumerated() {
            var nearest: Double?
            var overlap = 0.0
            for other in neighbours(of: index, in: segments) {
                let box = segments[other].box
                let common = box.verticalOverlap(segment.box)
                guard common > 0.15 * min(segment.height, segments[other].height), box.left >= segment.box.right
                else { continue }
                if nearest.map({ box.left < $0 }) ?? true { (nearest, overlap) = (box.left, common) }
            }
            guard let nearest else { continue }
            let low = Int(((segment.box.right - area.left) * scale).rounded(.up))
            let high = Int(((nearest - area.left) * scale).rounded(.down))
            guard low < high, low >= 0, high <= bins else { continue }
            hasAny = true
            steps[low] += overlap
            steps[high] -= overlap
        }
        guard hasAny else { return [] }
        var heights: [Double] = []
        var height = 0.0
        for step in steps {
            height += step
            heights.append(height)
        }
        return peaks(heights).map { area.left + (Double($0) + 0.5) / scale }
    }

    /// Middles of the highest stretches, highest first, apart from one another.
    private static func peaks(_ heights: [Double]) -> [Int] {
        var found: [(height: Double, middle: Int)] = []
        var begin = 0
        while begin < heights.count {
            var end = begin + 1
            while end < heights.count, abs(heights[end] - heights[begin]) < 0.5 { end += 1 }
            let before = begin > 0 ? heights[begin - 1] : 0
            let after = end < heights.count ? heights[end] : 0
            if heights[begin] > 0.5, heights[begin] > before, heights[begin] > after {
                found.append((heights[begin], (begin + end - 1) / 2))
            }
            begin = end
        }
        return found.sorted { $0.height > $1.height }.prefix(6).map(\.middle)
    }

    /// The stretches above, between and below the lines that cross `x`.
    private static func gaps(at x: Double, _ segments: [LineSegment]) -> [ColumnGap] {
        var result: [ColumnGap] = []
        var gap = ColumnGap(left: [], right: [], commonHeight: 0)
        var isOpen = false
        var (lefts, rights) = (Extent(), Extent())
        func close() {
            if isOpen {
                gap.commonHeight = lefts.common(with: rights)
                result.append(gap)
            }
            gap = ColumnGap(left: [], right: [], commonHeight: 0)
            (lefts, rights, isOpen) = (Extent(), Extent(), false)
        }
        var begin = 0
        while begin < segments.count {
            // A row with a line that crosses is none of two columns.
            let first = segments[begin]
            var end = begin
            var crosses = false
            while end < segments.count, segments[end].box.middle - first.box.middle < 0.35 * first.height {
                if segments[end].box.left < x, segments[end].box.right > x { crosses = true }
                end += 1
            }
            if crosses {
                close()
            } else {
                isOpen = true
                for index in begin..<end {
                    if segments[index].box.right <= x {
                        gap.left.append(index)
                        lefts.add(segments[index].box)
                    } else {
                        gap.right.append(index)
                        rights.add(segments[index].box)
                    }
                }
            }
            begin = end
        }
        close()
        return result
    }

    private struct Extent {
        var top = Double.infinity
        var bottom = -Double.infinity

        mutating func add(_ box: TextBox) {
            top = min(top, box.top)
            bottom = max(bottom, box.bottom)
        }

        func common(with other: Extent) -> Double { max(0, min(bottom, other.bottom) - max(top, other.top)) }
    }

    /// Those that may stand beside a segment, by the order of middles.
    private static func neighbours(of index: Int, in segments: [LineSegment]) -> [Int] {
        let segment = segments[index]
        var result: [Int] = []
        var before = index - 1
        while before >= 0, segment.box.middle - segments[before].box.middle < segment.height {
            result.append(before)
            before -= 1
        }
        var after = index + 1
        while after < segments.count, segments[after].box.middle - segment.box.middle < segment.height {
            result.append(after)
            after += 1
        }
        return result
    }
}
