import BandUpCore
/// Reads the boxes of an MP4, and numbers in them.
struct ISOBoxReader {
    struct Box {
        let name: String
        let content: Range<Int>
        /// Whether it states more than there is.
        let isCut: Bool
    }

    /// Ten hours in fragments of 50 ms; a hostile file has no more say over the time spent here.
    private var boxesLeft = 5_000_000
    private var reader: SequentialReader

    init(_ file: FileHeadReader) {
        reader = SequentialReader(file)
    }

    /// Whether there may be more boxes than were read.
    var isExhausted: Bool { boxesLeft == 0 }

    /// The box at `position`; nil at the range's end, where there is no sense in it, and where too many were read.
    mutating func box(at position: Int, in range: Range<Int>) -> Box? {
        guard position + 8 <= range.upperBound, boxesLeft > 0, var size = integer(position) else { return nil }
        boxesLeft -= 1
        var headerSize = 8
        if size == 1, let long = integer(position + 8, count: 8) { (size, headerSize) = (long, 16) }
        let rest = UInt64(range.upperBound - position)
        // Size 0: to the end. A size beyond the end is that of a file cut short.
        let length = Int(size == 0 ? rest : min(size, rest))
        guard length >= headerSize else { return nil }
        let name = String(decoding: reader.read(count: 4, at: position + 4), as: UTF8.self)
        return Box(name: name, content: (position + headerSize)..<(position + length), isCut: size > rest)
    }

    mutating func integer(_ position: Int, count: Int = 4) -> UInt64? {
        reader.integer(count: count, at: position)
    }

    mutating func has(_ text: StaticString, at position: Int) -> Bool {
        reader.has(text, at: position)
    }

    /// `mvhd` and `mdhd` begin alike: version, flags, two times, the scale in ticks a second, the duration in ticks.
    mutating func scaleAndTicks(_ content: Range<Int>) -> (scale: Double, ticks: Double)? {
        let at = content.lowerBound
        let isLong = integer(at, count: 1) == 1
        guard let scale = integer(at + (isLong ? 20 : 12)), scale > 0,
            let ticks = integer(at + (isLong ? 24 : 16), count: isLong ? 8 : 4)
        else { return nil }
        // All ones: not known.
        return (Double(scale), ticks == (isLong ? UInt64.max : 0xFFFF_FFFF) ? 0 : Double(ticks))
    }
}
