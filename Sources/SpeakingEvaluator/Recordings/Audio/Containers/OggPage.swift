import BandUpCore
/// A page's header: 27 bytes and a table of how long the pieces of packets in it are.
struct OggPage {
    let granule: UInt64
    let serial: UInt64
    /// Whether a stream begins with it.
    let isFirst: Bool
    /// Whether it begins inside a packet.
    let isContinued: Bool
    let body: Int
    let byteCount: Int
    /// Lengths of the pieces; a packet ends with the first that is less than 255.
    let pieces: [UInt8]

    init?(_ reader: inout SequentialReader, at offset: Int) {
        guard let flags = reader.integer(count: 1, at: offset + 5),
            let granule = reader.integer(count: 8, at: offset + 6, bigEndian: false),
            let serial = reader.integer(count: 4, at: offset + 14, bigEndian: false),
            let count = reader.integer(count: 1, at: offset + 26)
        else { return nil }
        (self.granule, self.serial) = (granule, serial)
        (isContinued, isFirst) = (flags & 1 != 0, flags & 2 != 0)
        pieces = reader.read(count: Int(count), at: offset + 27)
        body = offset + 27 + Int(count)
        byteCount = 27 + Int(count) + pieces.reduce(0) { $0 + Int($1) }
    }

    /// Where the packets begin that end on this page; the beginning of one that was continued is not known.
    var endingPackets: [Int?] {
        var packets: [Int?] = []
        var start: Int? = isContinued ? nil : body
        var position = body
        for piece in pieces {
            position += Int(piece)
            guard piece < 255 else { continue }
            packets.append(start)
            start = position
        }
        return packets
    }
}
