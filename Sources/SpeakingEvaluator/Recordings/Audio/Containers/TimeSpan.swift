/// The time from the first to the last moment of a stream whose parts carry times of their own.
///
/// Streams do not begin at 0: a piece of a longer one keeps its times. A step back is where another stream was joined
/// on; the two lengths are added then.
struct TimeSpan {
    private(set) var first: Double?
    private(set) var last = 0.0
    private var earlier = 0.0

    /// - Parameters:
    ///   - start, end: of a part, in whatever unit.
    ///   - tolerance: how far parts of one stream may be out of order.
    mutating func add(from start: Double, to end: Double, tolerance: Double) {
        if first == nil {
            (first, last) = (start, end)
        } else if end < last - tolerance {
            earlier = length
            (first, last) = (start, end)
        } else {
            last = max(last, end)
        }
    }

    /// Where a closer look finds that it began later.
    mutating func moveFirst(to moment: Double) {
        if let first { self.first = min(max(first, moment), last) }
    }

    var length: Double { earlier + (first.map { last - $0 } ?? 0) }
}
