import BandUpCore

/// MP4 and M4A (ISO/IEC 14496-12): boxes within boxes, each with its size and a name of four letters.
///
/// The index (`moov`) tells of the samples that were there when it was written: all, the first part, or none; the rest
/// comes in fragments (`moof`). So all boxes are walked over.
struct ISOMedia {
    /// Whether there is a track of sound: an image or a mute film has the same first bytes.
    private(set) var hasAudio = false
    private(set) var duration: Duration?
    /// That neither index nor fragments tell of a sample.
    private(set) var isEmpty = false
    /// What is to be said where there is no sound.
    private(set) var fault = RecordingFault.unknownFormat

    private var boxes: ISOBoxReader
    private var tracks: [ISOTrack] = []
    private var fragments: [UInt64: ISOFragments] = [:]
    private var movieSeconds = 0.0
    /// By track: how long a sample lasts of which a fragment does not say so.
    private var defaultTicks: [UInt64: Double] = [:]
    private var names: Set<String> = []
    private var isIndexCut = false

    /// Real files nest what is read here six deep.
    private static let greatestDepth = 8

    init(_ file: FileHeadReader) {
        boxes = ISOBoxReader(file)
        walk(0..<file.byteCount, depth: 0)
        let isWhole = !boxes.isExhausted
        let sound = tracks.filter(\.isAudio)
        hasAudio = !sound.isEmpty
        guard hasAudio else {
            // Pictures in the same container (HEIF) have an index of another name.
            if isWhole, !names.contains("moov") || isIndexCut, !names.contains("meta") {
                fault = names.contains("ftyp") || !names.contains("moof") ? .noIndex : .noBeginning
            }
            return
        }
        let lengths = sound.compactMap { track in
            track.seconds(with: fragments[track.number] ?? (track.number == 0 ? fragments.values.first : nil))
        }
        isEmpty =
            isWhole && fragments.isEmpty && movieSeconds == 0
            && sound.allSatisfy { $0.statedTicks == 0 && $0.sampleTicks == 0 }
        guard isWhole else { return }
        let longest = lengths.max() ?? 0
        let seconds = longest > 0 ? longest : fragments.isEmpty ? movieSeconds : 0
        if seconds > 0, seconds < 1e9 { duration = .seconds(seconds) }
    }

    /// Goes through the boxes of a range, and into those that hold what is looked for.
    private mutating func walk(_ range: Range<Int>, depth: Int) {
        var position = range.lowerBound
        while depth < Self.greatestDepth, let box = boxes.box(at: position, in: range) {
            position = box.content.upperBound
            if depth == 0 { names.insert(box.name) }
            switch box.name {
            case "moov":
                // What follows in a file that was joined of two is not played.
                guard tracks.isEmpty else { continue }
                isIndexCut = box.isCut
                walk(box.content, depth: depth + 1)
            case "moof", "mvex": walk(box.content, depth: depth + 1)
            case "mvhd":
                if let (scale, ticks) = boxes.scaleAndTicks(box.content) { movieSeconds = ticks / scale }
            case "trak":
                var track = ISOTrack()
                read(box.content, into: &track, depth: depth + 1)
                tracks.append(track)
            case "trex":
                let at = box.content.lowerBound
                if let number = integer(at + 4), let ticks = integer(at + 12) { defaultTicks[number] = Double(ticks) }
            case "traf": readFragment(box.content)
            default: continue
            }
        }
    }

    private mutating func read(_ range: Range<Int>, into track: inout ISOTrack, depth: Int) {
        var position = range.lowerBound
        while depth < Self.greatestDepth, let box = boxes.box(at: position, in: range) {
            position = box.content.upperBound
            let at = box.content.lowerBound
            switch box.name {
            case "mdia", "minf", "stbl": read(box.content, into: &track, depth: depth + 1)
            case "tkhd": track.number = integer(at + (integer(at, count: 1) == 1 ? 20 : 12)) ?? 0
            // QuickTime has a second one inside `minf`, which tells how the data is reached.
            case "hdlr": track.isAudio = track.isAudio || boxes.has("soun", at: at + 8)
            case "mdhd":
                if let (scale, ticks) = boxes.scaleAndTicks(box.content) {
                    (track.scale, track.statedTicks) = (scale, ticks)
                }
            case "stts":
                // Pairs: how many samples, and how long each of them lasts.
                let count = min(Int(integer(at + 4) ?? 0), (box.content.count - 8) / 8)
                for index in 0..<max(0, count) {
                    let pair = at + 8 + 8 * index
                    track.sampleTicks += Double(integer(pair) ?? 0) * Double(integer(pair + 4) ?? 0)
                }
            default: continue
            }
        }
    }

    /// A fragment of one track: where it begins and how long its samples last.
    private mutating func readFragment(_ range: Range<Int>) {
        var number: UInt64 = 0
        var start: Double?
        var (each, ticks) = (0.0, 0.0)
        var position = range.lowerBound
        while let box = boxes.box(at: position, in: range) {
            position = box.content.upperBound
            let at = box.content.lowerBound
            guard let flags = integer(at) else { continue }
            switch box.name {
            case "tfhd":
                number = integer(at + 4) ?? 0
                // Optional fields in front of the one wanted: base data offset, sample description index.
                let offset = 8 + (flags & 1 != 0 ? 8 : 0) + (flags & 2 != 0 ? 4 : 0)
                each = flags & 8 != 0 ? Double(integer(at + offset) ?? 0) : defaultTicks[number] ?? 0
            case "tfdt": start = integer(at + 4, count: flags >> 24 == 1 ? 8 : 4).map(Double.init)
            case "trun": ticks += runTicks(box.content, flags: flags, each: each)
            default: continue
            }
        }
        fragments[number, default: ISOFragments()].add(from: start, ticks: ticks)
    }

    private mutating func runTicks(_ content: Range<Int>, flags: UInt64, each: Double) -> Double {
        guard let count = integer(content.lowerBound + 4) else { return 0 }
        guard flags & 0x100 != 0 else { return Double(count) * each }
        let width = 4 * [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }.count
        let start = content.lowerBound + 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
        let end = min(content.upperBound, start + min(Int(count), content.count) * width)
        return stride(from: start, to: end - 3, by: width).reduce(0) { $0 + Double(integer($1) ?? 0) }
    }

    private mutating func integer(_ position: Int, count: Int = 4) -> UInt64? {
        boxes.integer(position, count: count)
    }
}
