import BandUpCore

/// WebM and Matroska (RFC 9559): elements with an id, a size and content, both numbers of variable length (RFC 8794).
///
/// A browser's recorder writes neither durations nor sizes, as it can't go back. So the elements are walked flat: into
/// segments, clusters and block groups, over everything else; the time of the last block is the duration then.
struct Matroska {
    private(set) var hasAudio = false
    private(set) var duration: Duration?

    private enum ID {
        static let header: UInt64 = 0x1A45_DFA3
        static let segment: UInt64 = 0x1853_8067
        static let info: UInt64 = 0x1549_A966
        static let timestampScale: UInt64 = 0x2AD7B1
        static let duration: UInt64 = 0x4489
        static let tracks: UInt64 = 0x1654_AE6B
        static let trackEntry: UInt64 = 0xAE
        static let trackType: UInt64 = 0x83
        static let cluster: UInt64 = 0x1F43_B675
        static let timestamp: UInt64 = 0xE7
        static let blockGroup: UInt64 = 0xA0
        static let block: UInt64 = 0xA1
        static let simpleBlock: UInt64 = 0xA3
    }

    /// A block is 20 to 60 ms of sound, so that this is at least an hour; a hostile file gets no more of our time.
    private static let mostElements = 200_000
    private static let audioTrack: UInt64 = 2

    init(_ file: FileHeadReader) {
        var position = 0
        // Nanoseconds in a tick, one million unless said otherwise.
        var tick = 1_000_000.0
        var stated: Double?
        var clusterTime: Int64 = 0
        var lastTime: Int64 = 0
        for _ in 0..<Self.mostElements {
            guard let element = Element(file, at: position) else { break }
            let content = element.contentStart
            switch element.id {
            case ID.segment, ID.info, ID.tracks, ID.trackEntry, ID.cluster, ID.blockGroup:
                position = content
                continue
            case ID.timestampScale:
                if let value = element.integer(file), value > 0 { tick = Double(value) }
            case ID.duration: stated = element.float(file)
            case ID.trackType: hasAudio = hasAudio || element.integer(file) == Self.audioTrack
            case ID.timestamp: clusterTime = element.integer(file).flatMap { Int64(exactly: $0) } ?? 0
            case ID.block, ID.simpleBlock:
                // The track's number, of variable length, stands before the time, which is relative to the cluster's.
                if let track = VariableInteger(file, at: content, keepsMarker: false),
                    let time = file.integer(count: 2, at: content + track.byteCount, bigEndian: true)
                {
                    let relative = Int64(Int16(bitPattern: UInt16(time)))
                    lastTime = max(lastTime, clusterTime.addingReportingOverflow(relative).partialValue)
                }
            default: break
            }
            guard let size = element.size, size <= UInt64(file.byteCount - content) else { break }
            position = content + Int(size)
        }
        if let stated, stated > 0 {
            duration = Self.duration(stated * tick)
        } else if lastTime > 0 {
            duration = Self.duration(Double(lastTime) * tick)
        }
    }

    /// More than a month is nonsense that `Duration` might not hold.
    private static func duration(_ nanoseconds: Double) -> Duration? {
        nanoseconds.isFinite && nanoseconds < 3e15 ? .seconds(nanoseconds / 1e9) : nil
    }

    private struct Element {
        let id: UInt64
        /// Nil for "not known", all ones.
        let size: UInt64?
        let contentStart: Int

        init?(_ file: FileHeadReader, at position: Int) {
            guard let id = VariableInteger(file, at: position, keepsMarker: true),
                let size = VariableInteger(file, at: position + id.byteCount, keepsMarker: false)
            else { return nil }
            self.id = id.value
            self.size = size.isAllOnes ? nil : size.value
            contentStart = position + id.byteCount + size.byteCount
        }

        func integer(_ file: FileHeadReader) -> UInt64? {
            guard let size, (1...8).contains(size) else { return nil }
            return file.integer(count: Int(size), at: contentStart, bigEndian: true)
        }

        func float(_ file: FileHeadReader) -> Double? {
            guard let size, let bits = integer(file) else { return nil }
            let value = size == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
            return size == 4 || size == 8 ? (value.isFinite ? value : nil) : nil
        }
    }

    /// The count of leading zero bits in the first byte says how many bytes follow it.
    private struct VariableInteger {
        let value: UInt64
        let byteCount: Int
        let isAllOnes: Bool

        init?(_ file: FileHeadReader, at position: Int, keepsMarker: Bool) {
            let bytes = file.read(count: 8, at: position)
            guard let first = bytes.first, first != 0 else { return nil }
            byteCount = first.leadingZeroBitCount + 1
            guard bytes.count >= byteCount else { return nil }
            let whole = bytes[..<byteCount].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let mask = (UInt64(1) << UInt64(7 * byteCount)) - 1
            value = keepsMarker ? whole : whole & mask
            isAllOnes = whole & mask == mask
        }
    }
}
