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
