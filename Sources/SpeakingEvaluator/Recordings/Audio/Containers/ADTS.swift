/// AAC in ADTS: a row of frames of 1,024 samples each, whose headers say how many bytes they have.
struct ADTS {
    let duration: Duration?

    /// - Parameter start: where the first frame is.
    init(_ file: FileHeadReader, from start: Int) {
        var scanner = FrameScanner<Frame>(file, from: start)
        var seconds = 0.0
        while let step = scanner.next() { seconds += step.share * step.frame.seconds }
        duration = scanner.isExhausted ? nil : .seconds(seconds)
    }

    struct Frame: StreamFrame {
        static let headerByteCount = 7
        static let mostBytes = 0x1FFF

        let byteCount: Int
        let seconds: Double
        private let rateIndex: Int

        private static let rates = [
            96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
        ]

        init?(header: UInt64) {
            // Twelve sync bits, a bit for the version of MPEG, two for layer 0.
            guard header >> 44 == 0xFFF, header >> 41 & 3 == 0 else { return nil }
            rateIndex = Int(header >> 34 & 15)
            byteCount = Int(header >> 13 & 0x1FFF)
            guard rateIndex < Self.rates.count, byteCount >= Self.headerByteCount else { return nil }
            seconds = Double(((header & 3) + 1) * 1024) / Double(Self.rates[rateIndex])
        }

        func isOfSameStream(as other: Frame) -> Bool { rateIndex == other.rateIndex }
    }
}
