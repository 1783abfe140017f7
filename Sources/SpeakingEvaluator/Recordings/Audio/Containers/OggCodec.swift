import BandUpCore
/// What the first packet of a stream in Ogg says of it.
struct OggCodec: Equatable {
    /// Granule positions a second.
    let rate: Double
    /// Samples at the start that are not played (RFC 7845 section 4.2).
    let preSkip: Double
    /// The most samples that a packet has; nil for Opus, whose packets say how many they have.
    let mostSamples: Double?

    /// Nil for video and unknown ones.
    init?(_ reader: inout SequentialReader, at packet: Int) {
        let stated: UInt64?
        if reader.has("OpusHead", at: packet) {
            // Opus counts at 48 kHz whatever the input's rate was.
            stated = 48_000
            preSkip = Double(reader.integer(count: 2, at: packet + 10, bigEndian: false) ?? 0)
            mostSamples = nil
        } else if reader.has("\u{1}vorbis", at: packet) {
            stated = reader.integer(count: 4, at: packet + 12, bigEndian: false)
            preSkip = 0
            // The longer of two block sizes, both powers of two; each block overlaps the one before by half.
            let exponent = Int((reader.integer(count: 1, at: packet + 28) ?? 0) >> 4)
            mostSamples = Double(1 << exponent) / 2
        } else if reader.has("Speex   ", at: packet) {
            stated = reader.integer(count: 4, at: packet + 36, bigEndian: false)
            preSkip = 0
            let frame = reader.integer(count: 4, at: packet + 56, bigEndian: false) ?? 0
            mostSamples = Double(frame) * Double(reader.integer(count: 4, at: packet + 64, bigEndian: false) ?? 1)
        } else if reader.has("\u{7F}FLAC", at: packet) {
            stated = reader.integer(count: 4, at: packet + 27).map { $0 >> 12 }
            preSkip = 0
            mostSamples = Double(reader.integer(count: 2, at: packet + 19) ?? 0)
        } else {
            return nil
        }
        guard let stated, stated > 0 else { return nil }
        rate = Double(stated)
    }

    /// Samples in the packets that end on a page: exactly for Opus, at most for the others.
    func samples(in page: OggPage, _ reader: inout SequentialReader) -> Double {
        let packets = page.endingPackets
        if let mostSamples { return Double(packets.count) * mostSamples }
        var known = 0.0
        var longest = 0.0
        for case let packet? in packets {
            let samples = Self.opusSamples(&reader, at: packet)
            known += samples
            longest = max(longest, samples)
        }
        return known + (page.isContinued && !packets.isEmpty ? longest : 0)
    }

    /// Of an Opus packet, at 48 kHz: the first byte tells the frames' length and whether there are one, two, or as many
    /// as the second says (RFC 6716 section 3.1).
    private static func opusSamples(_ reader: inout SequentialReader, at packet: Int) -> Double {
        guard let first = reader.integer(count: 1, at: packet) else { return 0 }
        let configuration = Int(first >> 3)
        let frame =
            switch configuration {
            case ..<12: [480.0, 960, 1920, 2880][configuration % 4]
            case ..<16: [480.0, 960][configuration % 2]
            default: [120.0, 240, 480, 960][configuration % 4]
            }
        switch first & 3 {
        case 0: return frame
        case 3: return frame * Double((reader.integer(count: 1, at: packet + 1) ?? 0) & 63)
        default: return frame * 2
        }
    }
}
