import BandUpCore
/// A frame of a stream that has no container: its header says how long it is and how long it lasts.
protocol StreamFrame {
    static var headerByteCount: Int { get }
    /// No frame is longer.
    static var mostBytes: Int { get }

    var byteCount: Int { get }
    var seconds: Double { get }

    /// Nil for what is no header. The header's bytes are the lowest of the number, in their order.
    init?(header: UInt64)

    /// Whether an encoder writes both in one stream. What it may change from frame to frame does not count.
    func isOfSameStream(as other: Self) -> Bool
}

/// Walks over a stream of frames, and over what is between them: tags of parts that were joined, a cut frame, padding.
struct FrameScanner<Frame: StreamFrame> {
    /// A place that was walked over.
    struct Step {
        let position: Int
        let frame: Frame
        /// How much of the frame is there; less than 1 for one that is cut off at the file's end.
        let share: Double
    }

    /// Where the stream ends; tags may follow.
    private let end: Int
    private var reader: SequentialReader
    private var position: Int
    private var previous: Frame?
    private var walked = 0
    /// Whether the stream has more frames than are walked over.
    private(set) var isExhausted = false

    /// Ten hours of the shortest frames that are usual (8 ms).
    private static var mostFrames: Int { 4_500_000 }
    /// Sync bits occur by chance, in pictures of tags for instance: so many frames in a row don't.
    private static var leastRun: Int { 3 }

    init(_ file: FileHeadReader, from start: Int, to end: Int? = nil) {
        reader = SequentialReader(file)
        position = start
        self.end = end ?? file.byteCount
    }

    mutating func next() -> Step? {
        guard position < end else { return nil }
        guard walked < Self.mostFrames else {
            isExhausted = frame(at: position) != nil
            return nil
        }
        var found = frame(at: position)
        if let candidate = found, let previous, !candidate.isOfSameStream(as: previous) { found = nil }
        if found == nil {
            guard let place = run(of: Self.leastRun, orToTheEndAfter: 1, in: position..<end) else { return nil }
            position = place
            found = frame(at: place)
        }
        guard let frame = found else { return nil }
        let step = Step(
            position: position, frame: frame, share: min(1, Double(end - position) / Double(frame.byteCount)))
        previous = frame
        walked += 1
        position += frame.byteCount
        return step
    }

    /// The first place where `count` frames of one stream follow each other, or the file ends after at least `least`.
    mutating func run(of count: Int, orToTheEndAfter least: Int, in places: Range<Int>) -> Int? {
        var place = places.lowerBound
        while let candidate = reader.firstPlace(in: place..<max(place, places.upperBound), where: { $0 == 0xFF }) {
            if isRun(of: count, orToTheEndAfter: least, at: candidate) { return candidate }
            place = candidate + 1
        }
        return nil
    }

    mutating func isRun(of count: Int, orToTheEndAfter least: Int, at start: Int) -> Bool {
        guard let first = frame(at: start) else { return false }
        var place = start + first.byteCount
        for found in 1..<count {
            guard place + Frame.headerByteCount <= end else { return found >= least }
            guard let frame = frame(at: place), frame.isOfSameStream(as: first) else { return false }
            place += frame.byteCount
        }
        return true
    }

    private mutating func frame(at place: Int) -> Frame? {
        guard place + Frame.headerByteCount <= end else { return nil }
        return reader.integer(count: Frame.headerByteCount, at: place).flatMap { Frame(header: $0) }
    }
}
