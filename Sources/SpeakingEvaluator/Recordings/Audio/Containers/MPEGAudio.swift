/// MPEG audio (MP3): a row of frames, each with a header of four bytes; the stream has none of its own.
enum MPEGAudio {
    struct Frame: Equatable {
        let byteCount: Int
        let samples: Int
        let rate: Int
        /// Bits a second.
        let bitRate: Int
        let isMPEG1: Bool
        let isMono: Bool

        /// Nil for four bytes that are no header of layer I to III. Free-format streams (bit rate 0) are not taken:
        /// their frames don't say how long they are.
        init?(_ header: [UInt8]) {
            guard header.count >= 4, header[0] == 0xFF, header[1] & 0xE0 == 0xE0 else { return nil }
            let version = Int(header[1] >> 3 & 3)
            let layer = 4 - Int(header[1] >> 1 & 3)
            let bitRateIndex = Int(header[2] >> 4)
            let rateIndex = Int(header[2] >> 2 & 3)
            guard version != 1, layer != 4, (1...14).contains(bitRateIndex), rateIndex < 3 else { return nil }
            isMPEG1 = version == 3
            isMono = header[3] >> 6 == 3
            rate = [44_100, 48_000, 32_000][rateIndex] / (isMPEG1 ? 1 : version == 2 ? 2 : 4)
            bitRate = Self.kilobits(layer: layer, isMPEG1: isMPEG1)[bitRateIndex - 1] * 1000
            samples = layer == 1 ? 384 : layer == 3 && !isMPEG1 ? 576 : 1152
            let padding = Int(header[2] >> 1 & 1)
            byteCount = layer == 1 ? (12 * bitRate / rate + padding) * 4 : samples / 8 * bitRate / rate + padding
        }

        private static func kilobits(layer: Int, isMPEG1: Bool) -> [Int] {
            switch (layer, isMPEG1) {
            case (1, true): [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
            case (2, true): [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
            case (3, true): [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
            case (1, false): [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
            default: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
            }
        }
    }

    /// From the encoder's own frame count (Xing, Info or VBRI in the first frame) where there is one, else by adding up
    /// the frames.
    ///
    /// - Parameter start: behind any ID3v2 tag.
    static func duration(_ file: FileHeadReader, from start: Int) -> Duration? {
        guard let (offset, first) = firstFrame(file, from: start) else { return nil }
        if let frames = statedFrames(file, at: offset, first) {
            return .seconds(Double(frames) * Double(first.samples) / Double(first.rate))
        }
        // An ID3v1 tag of 128 bytes stands at the very end.
        let hasTail = file.byteCount >= 128 && file.read(count: 3, at: file.byteCount - 128) == Array("TAG".utf8)
        let end = file.byteCount - (hasTail ? 128 : 0)
        var reader = SequentialReader(file)
        var (position, seconds, walked) = (offset, 0.0, 0)
        while walked < mostFrames, position + 4 <= end, let frame = Frame(reader.read(count: 4, at: position)) {
            // The last frame may be cut off; it is then as long as what is there of it.
            let share = min(1, Double(end - position) / Double(max(frame.byteCount, 1)))
            seconds += share * Double(frame.samples) / Double(frame.rate)
            position = min(end, position + max(frame.byteCount, 4))
            walked += 1
        }
        let walkedBytes = position - offset
        return .seconds(seconds * Double(end - offset) / Double(max(walkedBytes, 1)))
    }

    /// Seven hours at 44.1 kHz; what is behind them, or behind a damaged frame, is reckoned by its bytes.
    private static let mostFrames = 1 << 20

    /// Sync bits occur by chance: two headers in a row that agree are taken for a stream. A file with one frame counts
    /// if the frame ends where the file does.
    static func firstFrame(_ file: FileHeadReader, from start: Int) -> (offset: Int, frame: Frame)? {
        let window = file.read(count: 65_536, at: start)
        var index = 0
        while index + 4 <= window.count {
            if window[index] == 0xFF, let frame = Frame(Array(window[index..<(index + 4)])) {
                let next = start + index + frame.byteCount
                if next >= file.byteCount - 4 { return (start + index, frame) }
                if let second = Frame(file.read(count: 4, at: next)), second.rate == frame.rate,
                    second.isMPEG1 == frame.isMPEG1
                {
                    return (start + index, frame)
                }
            }
            index += 1
        }
        return nil
    }

    /// Frames by the Xing or Info header (behind the side information) or by VBRI (32 bytes behind the frame header).
    private static func statedFrames(_ file: FileHeadReader, at offset: Int, _ frame: Frame) -> UInt64? {
        let sideInformation = frame.isMPEG1 ? (frame.isMono ? 17 : 32) : (frame.isMono ? 9 : 17)
        let xing = offset + 4 + sideInformation
        let name = file.read(count: 4, at: xing)
        if name == Array("Xing".utf8) || name == Array("Info".utf8),
            let flags = file.integer(count: 4, at: xing + 4, bigEndian: true), flags & 1 == 1,
            let frames = file.integer(count: 4, at: xing + 8, bigEndian: true), frames > 0
        {
            return frames
        }
        let vbri = offset + 4 + 32
        guard file.read(count: 4, at: vbri) == Array("VBRI".utf8) else { return nil }
        // An encoder that could not go back leaves 0.
        return file.integer(count: 4, at: vbri + 14, bigEndian: true).flatMap { $0 > 0 ? $0 : nil }
    }
}
