import BandUpCore

/// MP4 and M4A (ISO/IEC 14496-12): boxes within boxes, each with its size and a name of four letters.
struct ISOMedia {
    /// Whether there is a track of sound: an image or a mute film has the same first bytes.
    private(set) var hasAudio = false
    private(set) var duration: Duration?

    private let file: FileHeadReader
    private var boxesLeft = 4096
    private var trackSeconds: Double?
    private var movieSeconds: Double?
    private var mediaScale: Double?
    private var fragmentTicks: UInt64 = 0

    init(_ file: FileHeadReader) {
        self.file = file
        walk(0..<file.byteCount, depth: 0)
        let fragmentSeconds = mediaScale.flatMap { scale in
            fragmentTicks > 0 ? Double(fragmentTicks) / scale : nil
        }
        duration = (trackSeconds ?? movieSeconds ?? fragmentSeconds).map { .seconds($0) }
    }

    private struct Track {
        var isAudio = false
        var scale: Double?
        var ticks: UInt64 = 0
    }

    /// Real files nest what is read here three deep.
    private static let greatestDepth = 6

    /// Goes through the boxes of a range, and into those that hold what is looked for.
    private mutating func walk(_ range: Range<Int>, depth: Int) {
        guard depth < Self.greatestDepth else { return }
        for (name, content) in boxes(in: range) {
            switch name {
            case "moov", "moof": walk(content, depth: depth + 1)
            case "mvhd":
                if let (scale, ticks) = scaleAndTicks(content), ticks > 0 { movieSeconds = Double(ticks) / scale }
            case "trak":
                var track = Track()
                read(content, into: &track, depth: depth + 1)
                guard track.isAudio else { continue }
                hasAudio = true
                mediaScale = track.scale
                if let scale = track.scale, track.ticks > 0 { trackSeconds = Double(track.ticks) / scale }
            case "traf": fragmentTicks = max(fragmentTicks, endOfFragment(content))
            default: continue
            }
        }
    }

    private mutating func read(_ range: Range<Int>, into track: inout Track, depth: Int) {
        guard depth < Self.greatestDepth else { return }
        for (name, content) in boxes(in: range) {
            switch name {
            case "mdia": read(content, into: &track, depth: depth + 1)
            case "hdlr": track.isAudio = file.read(count: 4, at: content.lowerBound + 8).elementsEqual("soun".utf8)
            case "mdhd":
                guard let (scale, ticks) = scaleAndTicks(content) else { continue }
                (track.scale, track.ticks) = (scale, ticks)
            default: continue
            }
        }
    }

    /// Where a fragment ends, in ticks of the media's scale: its decode time and the durations of its samples.
    private mutating func endOfFragment(_ range: Range<Int>) -> UInt64 {
        var (start, defaultTicks, ticks): (UInt64, UInt64, UInt64) = (0, 0, 0)
        for (name, content) in boxes(in: range) {
            let at = content.lowerBound
            guard let flags = file.integer(count: 4, at: at, bigEndian: true) else { continue }
            switch name {
            case "tfhd":
                // Optional fields in front of the one wanted: base data offset, sample description index.
                let offset = 8 + (flags & 1 != 0 ? 8 : 0) + (flags & 2 != 0 ? 4 : 0)
                if flags & 8 != 0 { defaultTicks = file.integer(count: 4, at: at + offset, bigEndian: true) ?? 0 }
            case "tfdt":
                start = file.integer(count: flags >> 24 == 1 ? 8 : 4, at: at + 4, bigEndian: true) ?? 0
            case "trun":
                ticks = ticks &+ runTicks(content, flags: flags, defaultTicks: defaultTicks)
            default: continue
            }
        }
        return start < 1 << 48 && ticks < 1 << 48 ? start + ticks : 0
    }

    private func runTicks(_ content: Range<Int>, flags: UInt64, defaultTicks: UInt64) -> UInt64 {
        guard let count = file.integer(count: 4, at: content.lowerBound + 4, bigEndian: true), count < 1 << 20 else {
            return 0
        }
        guard flags & 0x100 != 0 else { return count * defaultTicks }
        let fields = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }.count
        let offset = 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
        let bytes = file.read(
            count: min(Int(count) * fields * 4, content.count - offset), at: content.lowerBound + offset)
        return stride(from: 0, to: bytes.count - 3, by: fields * 4).reduce(0) { sum, index in
            sum + bytes[index..<(index + 4)].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// `mvhd` and `mdhd` begin alike: version, flags, two times, the scale in ticks a second, the duration in ticks.
    private func scaleAndTicks(_ content: Range<Int>) -> (scale: Double, ticks: UInt64)? {
        let at = content.lowerBound
        let isLong = file.integer(count: 1, at: at, bigEndian: true) == 1
        guard let scale = file.integer(count: 4, at: at + (isLong ? 20 : 12), bigEndian: true), scale > 0,
            let ticks = file.integer(count: isLong ? 8 : 4, at: at + (isLong ? 24 : 16), bigEndian: true)
        else { return nil }
        // All ones: not known.
        return (Double(scale), ticks == (isLong ? UInt64.max : 0xFFFF_FFFF) ? 0 : ticks)
    }

    /// The boxes directly inside a range; a hostile file has no more than `boxesLeft` of them in all.
    private mutating func boxes(in range: Range<Int>) -> [(name: String, content: Range<Int>)] {
        var found: [(String, Range<Int>)] = []
        var position = range.lowerBound
        while position + 8 <= range.upperBound, boxesLeft > 0 {
            boxesLeft -= 1
            let header = file.read(count: 16, at: position)
            guard header.count >= 8 else { break }
            var size = header[..<4].reduce(0) { $0 << 8 | UInt64($1) }
            var headerSize = 8
            if size == 1, header.count == 16 {
                size = header[8...].reduce(0) { $0 << 8 | UInt64($1) }
                headerSize = 16
            }
            let rest = UInt64(range.upperBound - position)
            // Size 0: to the end. A size beyond the end is that of a file cut short.
            let length = Int(size == 0 ? rest : min(size, rest))
            guard length >= headerSize else { break }
            let name = String(decoding: header[4..<8], as: UTF8.self)
            found.append((name, (position + headerSize)..<(position + length)))
            position += length
        }
        return found
    }
}
