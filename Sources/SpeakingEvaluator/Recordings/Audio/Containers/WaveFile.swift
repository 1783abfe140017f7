import BandUpCore

/// RIFF WAVE and its two forms for more than four gigabytes: RF64 (EBU Tech 3306; BW64 is the same with another name),
/// which keeps the sizes in a chunk `ds64`, and Sony's Wave64, whose chunks have names and sizes of their own.
struct WaveFile {
    /// Where the samples are, within the file; nil where there is no `data` chunk.
    private(set) var data: Range<Int>?
    /// That there is certainly not a single sample.
    private(set) var isEmpty = false
    /// What makes a plain RIFF file of it, which every model reads; nil where it is one.
    private(set) var patch: HeaderPatch?

    private var format: [UInt8] = []
    /// Samples for each channel by the chunk `fact`, which formats other than plain numbers have.
    private var statedSamples: UInt64?

    init(_ file: FileHeadReader) {
        switch file.read(count: 4, at: 0) {
        case Array("riff".utf8): readWave64(file)
        case Array("RIFF".utf8): readRIFF(file, hasLongSizes: false)
        default: readRIFF(file, hasLongSizes: true)
        }
    }

    private mutating func readRIFF(_ file: FileHeadReader, hasLongSizes: Bool) {
        var sizes: [String: Int] = [:]
        var longSamples: UInt64?
        if hasLongSizes, file.read(count: 4, at: 12) == Array("ds64".utf8) {
            sizes["data"] = file.integer(count: 8, at: 28, bigEndian: false).flatMap { Int(exactly: $0) }
                .map { min($0, file.byteCount) }
            longSamples = file.integer(count: 8, at: 36, bigEndian: false)
        }
        let chunks = IFFChunks(file, from: 12, bigEndian: false, sizes: sizes)
        if let chunk = chunks.first("fmt ") { format = file.read(count: min(chunk.size, 40), at: chunk.start) }
        if let chunk = chunks.first("fact") {
            statedSamples = file.integer(count: 4, at: chunk.start, bigEndian: false)
        }
        if statedSamples == nil || statedSamples == 0xFFFF_FFFF { statedSamples = longSamples }
        guard let chunk = chunks.first("data") else {
            isEmpty = chunks.isWhole
            return
        }
        let samples = IFFChunks.samples(file, from: chunk.start, stated: chunk.size, bigEndian: false)
        data = samples
        isEmpty = samples.isEmpty
        if hasLongSizes {
            var pieces = [
                HeaderPatch.Piece(offset: 0, bytes: HeaderPatch.riff(file.byteCount - 8)),
                HeaderPatch.Piece(offset: chunk.start - 4, bytes: HeaderPatch.little(samples.count)),
            ]
            if !sizes.isEmpty { pieces.append(HeaderPatch.Piece(offset: 12, bytes: Array("JUNK".utf8))) }
            patch = HeaderPatch(pieces)
        }
    }

    /// Chunks of Wave64: a GUID that begins with the four letters, and a size of eight bytes that counts its own 24 and
    /// is rounded up to eight.
    private mutating func readWave64(_ file: FileHeadReader) {
        var offset = 40
        var walked = 0
        while offset + 24 <= file.byteCount, walked < 1000 {
            walked += 1
            let id = file.read(count: 4, at: offset)
            let start = offset + 24
            guard let stated = file.integer(count: 8, at: offset + 16, bigEndian: false), stated >= 24 || stated == 0
            else { return }
            let available = file.byteCount - start
            let size = stated == 0 ? available : Int(min(stated - 24, UInt64(available)))
            switch id {
            case Array("fmt ".utf8): format = file.read(count: min(size, 40), at: start)
            case Array("fact".utf8): statedSamples = file.integer(count: 8, at: start, bigEndian: false)
            case Array("data".utf8):
                data = start..<(start + size)
                isEmpty = size == 0
                patch = HeaderPatch(riffOver: format, dataStart: start, byteCount: size)
                return
            default: break
            }
            offset = start + (size + 7) / 8 * 8
        }
        isEmpty = offset >= file.byteCount
    }

    private func field(_ range: Range<Int>) -> Int {
        guard format.count >= range.upperBound else { return 0 }
        return format[range].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The number of the encoding; 0xFFFE has the real one in the first two bytes of its sub-format.
    private var encodingTag: Int {
        let tag = field(0..<2)
        return tag == 0xFFFE && format.count >= 26 ? field(24..<26) : tag
    }

    private var rate: Int { field(4..<8) }
    private var blockByteCount: Int { field(12..<14) }

    /// Plain numbers by their rate. Other encodings by `fact` or, where it departs from what the blocks hold, by those:
    /// their bytes a second are an estimate that some recorders leave at that of plain numbers.
    var duration: Duration? {
        guard let data else { return nil }
        let byteRate = field(8..<12)
        let byBytes = byteRate > 0 ? Duration.seconds(Double(data.count) / Double(byteRate)) : nil
        guard rate > 0 else { return byBytes }
        if [1, 3, 6, 7].contains(encodingTag) {
            guard byBytes != nil, blockByteCount > 0 else { return byBytes }
            return .seconds(Double(data.count) / Double(blockByteCount * rate))
        }
        let stated = statedSamples.flatMap { $0 > 0 && $0 < 0xFFFF_FFFF ? Double($0) : nil }
        guard let samplesABlock, blockByteCount > 0 else {
            return stated.map { .seconds($0 / Double(rate)) } ?? byBytes
        }
        let held = Double(data.count) / Double(blockByteCount) * samplesABlock
        // The last block may be filled up.
        let samples = stated.flatMap { abs($0 - held) <= samplesABlock ? $0 : nil } ?? held
        return .seconds(samples / Double(rate))
    }

    /// Samples for each channel in a block of fixed size; nil where the encoding has none. Microsoft's ADPCM, IMA's and
    /// GSM 6.10 state it behind the common fields, and it follows from the block's size where they do not.
    private var samplesABlock: Double? {
        let channels = max(1, field(2..<4))
        let stated = field(18..<20)
        let byteCount = blockByteCount
        switch encodingTag {
        case 0x02:
            // Four bits each behind seven bytes a channel, which hold the first two samples.
            return stated > 0 ? Double(stated) : Double(max(0, byteCount - 7 * channels) * 2 / channels + 2)
        case 0x11, 0x69:
            // Four bits each behind four bytes a channel, which hold the first sample.
            return stated > 0 ? Double(stated) : Double(max(0, byteCount - 4 * channels) * 2 / channels + 1)
        case 0x31: return stated > 0 ? Double(stated) : 320
        default: return nil
        }
    }

    /// The samples, if they are plain numbers.
    var samples: PCMSamples? {
        guard let data else { return nil }
        let encoding: PCMSamples.Encoding? =
            switch (encodingTag, field(14..<16)) {
            case (1, 8): .unsigned8
            case (1, 16): .signed16
            case (1, 24): .signed24
            case (1, 32): .signed32
            case (3, 32): .float32
            default: nil
            }
        return PCMSamples(encoding, isBigEndian: false, bytes: data, channels: field(2..<4), rate: rate)
    }
}
