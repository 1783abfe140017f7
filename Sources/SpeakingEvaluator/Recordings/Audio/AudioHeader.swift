import BandUpCore

/// Durations from the headers of containers that state them. Every number in a header may be a lie: sizes are held to
/// the file's, and a rate of zero gives no duration.
enum AudioHeader {
    /// RIFF WAVE: bytes of the `data` chunk by the byte rate of `fmt `. A recorder that streams leaves the size 0 or all
    /// ones; then what the file holds counts.
    static func wavDuration(_ file: FileHeadReader) -> Duration? {
        var byteRate: UInt64 = 0
        for chunk in chunks(of: file, from: 12, bigEndian: false) {
            if chunk.id == "fmt " {
                byteRate = integer(file.read(count: 4, at: chunk.start + 8), bigEndian: false)
            } else if chunk.id == "data" {
                guard byteRate > 0 else { return nil }
                let available = file.byteCount - chunk.start
                let size = chunk.size == 0 ? available : min(chunk.size, available)
                return .seconds(Double(size) / Double(byteRate))
            }
        }
        return nil
    }

    /// AIFF: sample frames of `COMM` by its rate, an 80-bit extended float.
    static func aiffDuration(_ file: FileHeadReader) -> Duration? {
        for chunk in chunks(of: file, from: 12, bigEndian: true) where chunk.id == "COMM" {
            let bytes = file.read(count: 18, at: chunk.start)
            guard bytes.count == 18 else { return nil }
            let frames = integer(Array(bytes[2..<6]), bigEndian: true)
            let exponent = Int(integer(Array(bytes[8..<10]), bigEndian: true) & 0x7FFF) - 16383 - 63
            let mantissa = integer(Array(bytes[10..<18]), bigEndian: true)
            guard (-63...0).contains(exponent), mantissa > 0 else { return nil }
            return seconds(frames, perSecond: Double(sign: .plus, exponent: exponent, significand: Double(mantissa)))
        }
        return nil
    }

    /// FLAC: total samples of STREAMINFO (36 bits) by its rate (20 bits), at fixed places in the first block.
    static func flacDuration(_ head: [UInt8]) -> Duration? {
        guard head.count >= 26 else { return nil }
        let packed = integer(Array(head[18..<26]), bigEndian: true)
        let samples = packed & 0xF_FFFF_FFFF
        return samples == 0 ? nil : seconds(samples, perSecond: Double(packed >> 44))
    }

    /// Where a WAV's samples are, if they are plain numbers: format 1 or 3, or 0xFFFE with the real one in the first two
    /// bytes of its sub-format.
    static func wavSamples(_ file: FileHeadReader) -> PCMSamples? {
        var format: [UInt8] = []
        for chunk in chunks(of: file, from: 12, bigEndian: false) {
            if chunk.id == "fmt " {
                format = file.read(count: min(chunk.size, 40), at: chunk.start)
            } else if chunk.id == "data" {
                guard format.count >= 16 else { return nil }
                func field(_ range: Range<Int>) -> Int { Int(integer(Array(format[range]), bigEndian: false)) }
                var tag = field(0..<2)
                if tag == 0xFFFE, format.count >= 26 { tag = field(24..<26) }
                let encoding: PCMSamples.Encoding? =
                    switch (tag, field(14..<16)) {
                    case (1, 8): .unsigned8
                    case (1, 16): .signed16
                    case (1, 24): .signed24
                    case (1, 32): .signed32
                    case (3, 32): .float32
                    default: nil
                    }
                let available = file.byteCount - chunk.start
                let size = chunk.size == 0 ? available : min(chunk.size, available)
                return samples(encoding, false, chunk.start, size, channels: field(2..<4), rate: field(4..<8))
            }
        }
        return nil
    }

    /// The same of an AIFF, or an AIFC that is not compressed.
    static func aiffSamples(_ file: FileHeadReader) -> PCMSamples? {
        var encoding: PCMSamples.Encoding?
        var (isBigEndian, channels, rate) = (true, 0, 0)
        for chunk in chunks(of: file, from: 12, bigEndian: true) {
            if chunk.id == "COMM" {
                let bytes = file.read(count: min(chunk.size, 22), at: chunk.start)
                guard bytes.count >= 18 else { return nil }
                let compression = bytes.count == 22 ? String(decoding: bytes[18...], as: UTF8.self) : "NONE"
                guard ["NONE", "twos", "sowt"].contains(compression) else { return nil }
                isBigEndian = compression != "sowt"
                channels = Int(integer(Array(bytes[..<2]), bigEndian: true))
                // The integer part of the extended float.
                let exponent = Int(integer(Array(bytes[8..<10]), bigEndian: true)) - 16383
                guard (0...31).contains(exponent) else { return nil }
                rate = Int(integer(Array(bytes[10..<18]), bigEndian: true) >> UInt64(63 - exponent))
                encoding =
                    switch integer(Array(bytes[6..<8]), bigEndian: true) {
                    case 8: .signed8
                    case 16: .signed16
                    case 24: .signed24
                    case 32: .signed32
                    default: nil
                    }
            } else if chunk.id == "SSND" {
                // The sound begins behind an offset and a block size.
                let start = chunk.start + 8
                let size = min(chunk.size - 8, file.byteCount - start)
                return samples(encoding, isBigEndian, start, size, channels: channels, rate: rate)
            }
        }
        return nil
    }

    private static func samples(
        _ encoding: PCMSamples.Encoding?, _ isBigEndian: Bool, _ start: Int, _ size: Int, channels: Int, rate: Int
    ) -> PCMSamples? {
        guard let encoding, (1...32).contains(channels), (1000...768_000).contains(rate), size > 0 else { return nil }
        return PCMSamples(
            encoding: encoding, isBigEndian: isBigEndian, bytes: start..<(start + size), rate: rate * channels)
    }

    private static func seconds(_ samples: UInt64, perSecond rate: Double) -> Duration? {
        rate >= 1 ? .seconds(Double(samples) / rate) : nil
    }

    private struct Chunk {
        let id: String
        let start: Int
        let size: Int
    }

    /// The chunks of an IFF file, at most a hundred of them: a hostile file has no more say over the time spent here.
    private static func chunks(of file: FileHeadReader, from start: Int, bigEndian: Bool) -> [Chunk] {
        var chunks: [Chunk] = []
        var offset = start
        while chunks.count < 100, offset + 8 <= file.byteCount {
            let header = file.read(count: 8, at: offset)
            guard header.count == 8 else { break }
            let size = Int(integer(Array(header[4..<8]), bigEndian: bigEndian))
            chunks.append(Chunk(id: String(decoding: header[..<4], as: UTF8.self), start: offset + 8, size: size))
            offset += 8 + size + size % 2
        }
        return chunks
    }

    private static func integer(_ bytes: [UInt8], bigEndian: Bool) -> UInt64 {
        (bigEndian ? bytes : bytes.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
