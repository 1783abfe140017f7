/// The lines at a page's upper and lower edge that stand apart from its text, as headers and footers do.
package struct PageMargins: Sendable, Hashable {
    /// The first lines of the text, those that are apart, from the edge inwards.
    package var top: [Line]
    /// The last lines, from the edge inwards.
    package var bottom: [Line]

    package struct Line: Sendable, Hashable {
        /// Its distance from the page's top, as a share of the page's height.
        package var place: Double
        /// Its words stand at two or more places with wide gaps between them, like a title and a number.
        package var isSpread: Bool

        package init(place: Double, isSpread: Bool) {
            self.place = place
            self.isSpread = isSpread
        }
    }

    package init(top: [Line] = [], bottom: [Line] = []) {
        self.top = top
        self.bottom = bottom
    }
}

extension PageMargins {
    private static let depth = 2
    /// The part of a page that a margin may take, at each edge.
    private static let share = 0.16
    /// In heights of the page's lines: what is larger is a title.
    private static let largest = 1.25
    /// In heights of the page's lines: as far apart as those of a text set with double spacing.
    private static let widestLeading = 2.2
    /// In distances of lines: what is further from the text than this is apart from it.
    private static let apart = 1.45

    /// The rows of segments in the margins, from top to bottom.
    static func rows(of segments: [LineSegment], pageHeight: Double) -> (top: [[Int]], bottom: [[Int]]) {
        guard segments.count > 1, pageHeight > 0 else { return ([], []) }
        let sorted = segments.indices.sorted { segments[$0].box.middle < segments[$1].box.middle }
        let height = segments.map(\.height).sorted()[segments.count / 2]
        let leading = min(distance(sorted, segments) ?? .infinity, widestLeading * height)
        func rows(_ order: [Int], isNear: (LineSegment) -> Bool) -> [[Int]] {
            var rows: [[Int]] = []
            var found: [[Int]] = []
            var position = 0
            while position < order.count, rows.count < depth {
                let first = segments[order[position]]
                guard isNear(first), first.height < largest * height else { break }
                var end = position + 1
                while end < order.count, first.isLevel(with: segments[order[end]]) { end += 1 }
                // A header has two parts; three are a row of a table.
                guard end - position <= 2 else { break }
                rows.append(order[position..<end].sorted { segments[$0].box.left < segments[$1].box.left })
                position = end
                guard position < order.count else { break }
                if abs(segments[order[position]].box.middle - first.box.middle) > apart * leading { found = rows }
            }
            return found
        }
        let top = rows(sorted) { $0.box.middle < share * pageHeight }
        let bottom = rows(sorted.reversed()) { $0.box.middle > (1 - share) * pageHeight }
        guard top.joined().count + bottom.joined().count < segments.count else { return ([], []) }
        return (top, bottom.reversed())
    }

    /// From a line to the next below it, as those of a paragraph have it; nil for a page without two such lines.
    private static func distance(_ sorted: [Int], _ segments: [LineSegment]) -> Double? {
        var distances: [Double] = []
        for position in sorted.indices {
            let segment = segments[sorted[position]]
            for next in sorted[(position + 1)...].prefix(6) {
                let other = segments[next]
                guard other.box.middle - segment.box.middle > 0.5 * segment.height,
                    other.box.left < segment.box.right, other.box.right > segment.box.left
                else { continue }
                distances.append(other.box.middle - segment.box.middle)
                break
            }
        }
        guard !distances.isEmpty else { return nil }
        distances.sort()
        return distances[distances.count / 4]
    }
}
