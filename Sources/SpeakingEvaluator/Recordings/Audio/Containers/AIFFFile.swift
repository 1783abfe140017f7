import BandUpCore

/// AIFF and AIFC: chunks in big-endian order.
struct AIFFFile {
    private(set) var duration: Duration?
    /// The samples, if they are plain numbers.
    private(set) var samples: PCMSamples?
    /// That there is certainly not a single sample.
    private(set) var isEmpty = false

    init(_ file: FileHeadReader) {
        let chunks = IFFChunks(file, from: 12, bigEndian: true)
        guard let common = chunks.first("COMM").flatMap({ Common(file, $0) }) else {
            isEmpty = chunks.isWhole && chunks.first("SSND") == nil
            return
        }
        var frames = Double(common.frames)
        if let sound = chunks.first("SSND") {
            // The sound begins behind an offset and a block size.
            let bytes = IFFChunks.samples(file, from: sound.start + 8, stated: sound.size - 8, bigEndian: true)
            isEmpty = bytes.isEmpty
            samples = PCMSamples(
                common.encoding, isBigEndian: common.isBigEndian, bytes: bytes,
                channels: common.channels, rate: Int(min(common.rate, 1e9)))
            // A recorder that could not go back leaves no count.
            if frames == 0, let samples { frames = Double(bytes.count / samples.bytesPerSample / common.channels) }
        } else {
            isEmpty = chunks.isWhole
        }
        if common.rate >= 1 { duration = .seconds(frames / common.rate) }
    }

    /// What the chunk `COMM` says.
    private struct Common {
        let channels: Int
        let frames: UInt64
        let rate: Double
        let isBigEndian: Bool
        let encoding: PCMSamples.Encoding?

        init?(_ file: FileHeadReader, _ chunk: IFFChunks.Chunk) {
            let bytes = file.read(count: min(chunk.size, 22), at: chunk.start)
            guard bytes.count >= 18 else { return nil }
            func field(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
            channels = Int(field(0..<2))
            frames = field(2..<6)
            // An extended float of 80 bits.
            let exponent = Int(field(8..<10) & 0x7FFF) - 16383 - 63
            let mantissa = field(10..<18)
            let isSane = (-63...0).contains(exponent) && mantissa > 0
            rate = isSane ? Double(sign: .plus, exponent: exponent, significand: Double(mantissa)) : 0
            let compression = bytes.count == 22 ? String(decoding: bytes[18...], as: UTF8.self) : "NONE"
            isBigEndian = compression != "sowt"
            encoding =
                switch (compression, field(6..<8)) {
                case ("NONE", 8), ("twos", 8), ("sowt", 8): .signed8
                case ("NONE", 16), ("twos", 16), ("sowt", 16): .signed16
                case ("NONE", 24), ("twos", 24), ("sowt", 24): .signed24
                case ("NONE", 32), ("twos", 32), ("sowt", 32): .signed32
                default: nil
                }
        }
    }
}
