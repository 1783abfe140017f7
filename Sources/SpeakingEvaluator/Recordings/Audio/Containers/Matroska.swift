import BandUpCore
import BandUpLambda

/// WebM and Matroska (RFC 9559): elements with an id, a size and content.
///
/// A browser's recorder writes neither durations nor sizes, as it can't go back; what another program joined on, a
/// header does not know of. So the elements are walked flat: into segments, clusters and block groups, over everything
/// else. Each segment lasts as long as it states or as its blocks are apart, whichever is more.
struct Matroska {
    private(set) var hasAudio = false
    private(set) var duration: Duration?
    /// That there is not a single block.
    private(set) var isEmpty = false
    /// What is to be said where there is no sound.
    private(set) var fault = RecordingFault.unknownFormat

    private enum ID {
        static let header: UInt64 = 0x1A45_DFA3
        static let segment: UInt64 = 0x1853_8067
        static let info: UInt64 = 0x1549_A966
        static let timestampScale: UInt64 = 0x2AD7B1
        static let duration: UInt64 = 0x4489
        static let tracks: UInt64 = 0x1654_AE6B
        static let trackEntry: UInt64 = 0xAE
        static let trackNumber: UInt64 = 0xD7
        static let trackType: UInt64 = 0x83
        static let cluster: UInt64 = 0x1F43_B675
        static let timestamp: UInt64 = 0xE7
        static let blockGroup: UInt64 = 0xA0
        static let block: UInt64 = 0xA1
        static let simpleBlock: UInt64 = 0xA3
    }

    /// A block is 20 to 60 ms of sound, so that this is at least a day; a hostile file gets no more of our time.
    private static let mostElements = 4_500_000
    private static let audioTrack: UInt64 = 2

    private var reader: SequentialReader
    private var segment = Segment()
    private var nanoseconds = 0.0
    private var blocks = 0

    /// What is known of a segment until its end.
    private struct Segment {
        /// Nanoseconds in a tick, one million unless said otherwise.
        var tick = 1_000_000.0
        var stated: Double?
        var clusterTime: Int64 = 0
        var span = TimeSpan()
        /// Numbers of the tracks that are sound; none where the numbers are not given.
        var audioTracks: Set<UInt64> = []
        var entryNumber: UInt64?
        var entryIsAudio = false

        /// A stated duration counts from 0 where it reaches to the last block, even if the first is later.
        var nanoseconds: Double {
            var stated = max(0, self.stated ?? 0)
            if let first = span.first, first > 0, stated >= span.last { stated -= first }
            return max(stated, span.length) * tick
        }
    }

    init(_ file: FileHeadReader) {
        reader = SequentialReader(file)
        var position = 0
        var walked = 0
        while walked < Self.mostElements, position < file.byteCount {
            walked += 1
            guard let next = step(at: position) ?? nextCluster(behind: position) else { break }
            position = next
        }
        close()
        guard hasAudio else {
            if reader.integer(count: 4, at: 0) == ID.cluster { fault = .noBeginning }
            return
        }
        isEmpty = blocks == 0 && walked < Self.mostElements
        // More than a month is nonsense that `Duration` might not hold.
        if walked < Self.mostElements, nanoseconds > 0, nanoseconds < 3e15 { duration = .seconds(nanoseconds / 1e9) }
    }

    /// Reads the element at `position`. Returns where the next one is; nil where there is no sense in it.
    private mutating func step(at position: Int) -> Int? {
        guard let element = EBMLElement(&reader, at: position) else { return nil }
        let content = element.contentStart
        switch element.id {
        case ID.segment:
            close()
            return content
        case ID.trackEntry:
            (segment.entryNumber, segment.entryIsAudio) = (nil, false)
            return content
        case ID.info, ID.tracks, ID.cluster, ID.blockGroup: return content
        case ID.header: close()
        case ID.timestampScale:
            if let value = element.integer(&reader), value > 0 { segment.tick = Double(value) }
        case ID.duration: segment.stated = element.float(&reader)
        case ID.trackNumber:
            segment.entryNumber = element.integer(&reader)
            noteTrack()
        case ID.trackType:
            segment.entryIsAudio = element.integer(&reader) == Self.audioTrack
            noteTrack()
        case ID.timestamp: segment.clusterTime = element.integer(&reader).flatMap { Int64(exactly: $0) } ?? 0
        case ID.block, ID.simpleBlock: readBlock(at: content)
        default: break
        }
        guard let size = element.size, size <= UInt64(reader.byteCount - min(content, reader.byteCount)) else {
            return nil
        }
        return content + Int(size)
    }

    private mutating func noteTrack() {
        guard segment.entryIsAudio else { return }
        hasAudio = true
        if let number = segment.entryNumber { segment.audioTracks.insert(number) }
    }

    /// The track's number, of variable length, stands before the time, which is relative to the cluster's.
    private mutating func readBlock(at content: Int) {
        guard let track = EBMLElement.VariableInteger(&reader, at: content, keepsMarker: false),
            segment.audioTracks.isEmpty || segment.audioTracks.contains(track.value),
            let time = reader.integer(count: 2, at: content + track.byteCount)
        else { return }
        blocks += 1
        let relative = Int64(Int16(bitPattern: UInt16(time)))
        let moment = Double(segment.clusterTime.addingReportingOverflow(relative).partialValue)
        segment.span.add(from: moment, to: moment, tolerance: 1e9 / segment.tick)
    }

    private mutating func close() {
        nanoseconds += segment.nanoseconds
        segment = Segment()
    }

    /// Where the elements go on behind a damaged or cut one.
    private mutating func nextCluster(behind position: Int) -> Int? {
        var place = position + 1
        while let next = reader.firstPlace(
            in: min(place, reader.byteCount)..<reader.byteCount, where: { $0 == 0x1F || $0 == 0x1A })
        {
            if let id = reader.integer(count: 4, at: next), id == ID.cluster || id == ID.header { return next }
            place = next + 1
        }
        return nil
    }
}
