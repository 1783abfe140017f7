/// AAC in ADTS: a row of frames of 1,024 samples each, whose headers say how many bytes they have.
enum ADTS {
    /// Six hours at 48 kHz; the rest is reckoned by its bytes.
    private static let mostFrames = 1 << 20
    private static let rates = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    ]

    struct Frame {
        let byteCount: Int
        let samples: Int
        let rate: Int

        init?(_ header: [UInt8]) {
            guard header.count >= 7, header[0] == 0xFF, header[1] & 0xF6 == 0xF0 else { return nil }
            let rateIndex = Int(header[2] >> 2 & 15)
            guard rateIndex < ADTS.rates.count else { return nil }
            rate = ADTS.rates[rateIndex]
            byteCount = Int(header[3] & 3) << 11 | Int(header[4]) << 3 | Int(header[5] >> 5)
            samples = (Int(header[6] & 3) + 1) * 1024
            guard byteCount >= 7 else { return nil }
        }
    }

    /// Nil when the second frame does not follow where the first one says: then it is no ADTS stream.
    static func duration(_ file: FileHeadReader, from start: Int) -> Duration? {
        var reader = SequentialReader(file)
        var (position, seconds, walked) = (start, 0.0, 0)
        while walked < mostFrames, position + 7 <= file.byteCount,
            let frame = Frame(reader.read(count: 7, at: position))
        {
            seconds += Double(frame.samples) / Double(frame.rate)
            position += frame.byteCount
            walked += 1
        }
        guard walked > 1 || (walked == 1 && position >= file.byteCount) else { return nil }
        guard walked == mostFrames, position < file.byteCount else { return .seconds(seconds) }
        return .seconds(seconds * Double(file.byteCount - start) / Double(position - start))
    }
}
