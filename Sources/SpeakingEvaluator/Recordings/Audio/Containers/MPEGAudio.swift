/// MPEG audio (MP3): a row of frames, each with a header of four bytes; the stream has none of its own.
struct MPEGAudio {
    private(set) var duration: Duration?
    /// That there is no frame but those in which encoders tell of the stream.
    private(set) var isEmpty = false

    /// The larger of what encoders state (Xing, Info or VBRI in a frame of its own) and of all frames: a file that was
    /// joined of several states the length of its first part, or of each.
    ///
    /// - Parameter start: where the first frame is.
    init(_ file: FileHeadReader, from start: Int) {
        // An ID3v1 tag of 128 bytes stands at the very end.
        let hasTail = file.byteCount >= 128 && file.read(count: 3, at: file.byteCount - 128) == Array("TAG".utf8)
        var scanner = FrameScanner<Frame>(file, from: start, to: file.byteCount - (hasTail ? 128 : 0))
        var reader = SequentialReader(file)
        var stated = 0.0
        var walked = 0.0
        var isSound = false
        while let step = scanner.next() {
            if let frames = Self.statedFrames(&reader, at: step.position, step.frame) {
                stated += Double(frames) * step.frame.seconds
            } else {
                walked += step.share * step.frame.seconds
                isSound = true
            }
        }
        isEmpty = !isSound && stated == 0
        duration = scanner.isExhausted ? nil : .seconds(max(stated, walked))
    }

    /// Frames by the Xing or Info header (behind the side information) or by VBRI (32 bytes behind the frame header), 0
    /// where an encoder that could not go back left it open; nil for a frame of sound.
    private static func statedFrames(_ reader: inout SequentialReader, at offset: Int, _ frame: Frame) -> UInt64? {
        let xing = offset + 4 + (frame.isMPEG1 ? (frame.isMono ? 17 : 32) : (frame.isMono ? 9 : 17))
        if reader.has("Xing", at: xing) || reader.has("Info", at: xing) {
            let hasCount = (reader.integer(count: 4, at: xing + 4) ?? 0) & 1 == 1
            return hasCount ? reader.integer(count: 4, at: xing + 8) : 0
        }
        let vbri = offset + 4 + 32
        return reader.has("VBRI", at: vbri) ? reader.integer(count: 4, at: vbri + 14) : nil
    }

    struct Frame: StreamFrame {
        static let headerByteCount = 4
        /// Layer II at 160 kbit/s and 8 kHz.
        static let mostBytes = 2881

        let byteCount: Int
        let seconds: Double
        let isMPEG1: Bool
        let isMono: Bool
        private let rate: Int
        private let layer: Int

        /// Nil for four bytes that are no header of layer I to III. Free-format streams (bit rate 0) are not taken:
        /// their frames don't say how long they are.
        init?(header: UInt64) {
            guard header >> 21 == 0x7FF else { return nil }
            let version = Int(header >> 19 & 3)
            layer = 4 - Int(header >> 17 & 3)
            let bitRateIndex = Int(header >> 12 & 15)
            let rateIndex = Int(header >> 10 & 3)
            guard version != 1, layer != 4, (1...14).contains(bitRateIndex), rateIndex < 3 else { return nil }
            isMPEG1 = version == 3
            isMono = header >> 6 & 3 == 3
            rate = [44_100, 48_000, 32_000][rateIndex] / (isMPEG1 ? 1 : version == 2 ? 2 : 4)
            let bitRate = Self.kilobits(layer: layer, isMPEG1: isMPEG1)[bitRateIndex - 1] * 1000
            let samples = layer == 1 ? 384 : layer == 3 && !isMPEG1 ? 576 : 1152
            let padding = Int(header >> 9 & 1)
            byteCount = layer == 1 ? (12 * bitRate / rate + padding) * 4 : samples / 8 * bitRate / rate + padding
            seconds = Double(samples) / Double(rate)
        }

        func isOfSameStream(as other: Frame) -> Bool { rate == other.rate && layer == other.layer }

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
}
