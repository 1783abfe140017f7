import BandUpCore

/// FLAC (RFC 9639): blocks of metadata, the first of which says how long the stream is, then frames.
struct FLACStream {
    private(set) var duration: Duration?
    /// That nothing follows the metadata.
    private(set) var isEmpty = false

    /// Pictures and tags; real files have less than ten.
    private static let mostBlocks = 128

    init(_ file: FileHeadReader, from start: Int) {
        var position = start + 4
        for _ in 0..<Self.mostBlocks {
            guard let header = file.integer(count: 4, at: position, bigEndian: true) else { break }
            position += 4 + Int(header & 0xFF_FFFF)
            if header >> 31 == 1 {
                isEmpty = position >= file.byteCount
                break
            }
        }
        // Total samples (36 bits) by the rate (20 bits), at fixed places in the first block.
        guard let packed = file.integer(count: 8, at: start + 18, bigEndian: true) else { return }
        let samples = packed & 0xF_FFFF_FFFF
        let rate = packed >> 44
        if samples > 0, rate > 0 { duration = .seconds(Double(samples) / Double(rate)) }
    }
}
