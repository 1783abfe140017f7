import BandUpCore
/// Where the sound of a file begins, and in what format.
///
/// In front of it may stand tags and padding. A recording that was cut without regard to frames, or whose first part
/// got lost, begins inside a frame; then the first run of whole frames tells what it is.
struct StreamStart {
    let offset: Int
    let format: AudioFormat

    private static let headByteCount = 64
    /// Between a tag and the first frame some writers leave a page of padding; no frame is as long.
    private static let widestGap = 65_536
    /// No chance makes so many headers fit each other. Fewer are enough behind what announces a stream.
    private static let convincingRun = 8

    /// Nil for what is no recording.
    init?(_ file: FileHeadReader) {
        var offset = 0
        while let end = Self.endOfTag(file, at: offset) { offset = end }
        let isAnnounced = offset > 0
        let head = file.read(count: Self.headByteCount, at: offset)
        let format = AudioFormat(head: head)
        if let format, format != .mp3, format != .aac {
            // Only what needs no places counted from the file's beginning stands behind a tag.
            guard offset == 0 || format == .flac else { return nil }
            (self.offset, self.format) = (offset, format)
            return
        }
        guard isAnnounced || !Self.isKnownOther(head) else { return nil }
        if isAnnounced || format != nil, let found = Self.frames(file, from: offset, within: Self.widestGap, run: 2) {
            self = found
            return
        }
        var reader = SequentialReader(file)
        var start = reader.firstPlace(in: offset..<max(offset, file.byteCount), where: { $0 != 0 }) ?? file.byteCount
        while let end = Self.endOfTag(file, at: start) { start = end }
        guard let found = Self.frames(file, from: start, within: ADTS.Frame.mostBytes, run: Self.convincingRun) else {
            return nil
        }
        self = found
    }

    private init(_ offset: Int, _ format: AudioFormat) {
        (self.offset, self.format) = (offset, format)
    }

    /// The first run of frames of either kind. Where nothing announces it, it begins within one frame's length.
    private static func frames(_ file: FileHeadReader, from start: Int, within width: Int, run: Int) -> StreamStart? {
        var mpeg = FrameScanner<MPEGAudio.Frame>(file, from: start)
        var adts = FrameScanner<ADTS.Frame>(file, from: start)
        let least = run > 2 ? 3 : 1
        let isGuess = run > 2
        let widths = (min(width, isGuess ? MPEGAudio.Frame.mostBytes : width), width)
        let places = (
            mpeg.run(of: run, orToTheEndAfter: least, in: start..<(start + widths.0)),
            adts.run(of: run, orToTheEndAfter: least, in: start..<(start + widths.1))
        )
        switch places {
        case (let mpeg?, let adts?): return mpeg < adts ? StreamStart(mpeg, .mp3) : StreamStart(adts, .aac)
        case (let mpeg?, nil): return StreamStart(mpeg, .mp3)
        case (nil, let adts?): return StreamStart(adts, .aac)
        case (nil, nil): return nil
        }
    }

    /// Behind an ID3v2 or APE tag at `offset`; nil where there is none.
    private static func endOfTag(_ file: FileHeadReader, at offset: Int) -> Int? {
        let header = file.read(count: 32, at: offset)
        // ID3v2 states its size in four bytes of seven bits, without its header of ten and the footer that flag 0x10
        // tells of.
        if header.count >= 10, header.starts(with: "ID3".utf8), header[6..<10].allSatisfy({ $0 < 0x80 }) {
            return offset + 10 + header[6..<10].reduce(0) { $0 << 7 | Int($1) } + (header[5] & 0x10 != 0 ? 10 : 0)
        }
        // APE: eight letters, version, size in little-endian order without the header of 32.
        if header.count == 32, header.starts(with: "APETAGEX".utf8) {
            return offset + 32 + header[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        return nil
    }

    /// Files that may hold frames, and are no recordings that a model reads.
    private static func isKnownOther(_ head: [UInt8]) -> Bool {
        let others = ["PK\u{3}\u{4}", "RIFF", "RIFX", "FORM", "caff", ".snd", "Rar!", "%PDF", "#!AMR", "FLV\u{1}"]
        // 7-Zip, gzip, and the mark of UTF-16, which looks like a header of layer I.
        let marks: [[UInt8]] = [[0x37, 0x7A, 0xBC, 0xAF], [0x1F, 0x8B], [0xFF, 0xFE]]
        return others.contains { head.starts(with: $0.utf8) } || marks.contains { head.starts(with: $0) }
    }
}
