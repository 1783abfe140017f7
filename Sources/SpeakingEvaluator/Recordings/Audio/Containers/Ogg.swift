/// Ogg: pages that carry, for the last sample in them, its number in the stream (the granule position; RFC 3533).
enum Ogg {
    /// Samples a second, and samples at the start that are not played (RFC 7845 section 4.2).
    struct Codec: Equatable {
        let rate: Double
        let preSkip: Double
    }

    /// The audio codec of the first page's packet; nil for video and unknown ones.
    static func codec(_ file: FileHeadReader) -> Codec? {
        guard let segments = file.integer(count: 1, at: 26, bigEndian: false) else { return nil }
        let packet = 27 + Int(segments)
        func has(_ magic: StaticString) -> Bool {
            magic.withUTF8Buffer { file.read(count: $0.count, at: packet).elementsEqual($0) }
        }
        if has("OpusHead") {
            // Opus counts at 48 kHz whatever the input's rate was.
            let skip = file.integer(count: 2, at: packet + 10, bigEndian: false) ?? 0
            return Codec(rate: 48_000, preSkip: Double(skip))
        }
        let rate: UInt64?
        if has("\u{1}vorbis") {
            rate = file.integer(count: 4, at: packet + 12, bigEndian: false)
        } else if has("Speex   ") {
            rate = file.integer(count: 4, at: packet + 36, bigEndian: false)
        } else if has("\u{7F}FLAC") {
            rate = file.integer(count: 4, at: packet + 27, bigEndian: true).map { $0 >> 12 }
        } else {
            return nil
        }
        guard let rate, rate > 0 else { return nil }
        return Codec(rate: Double(rate), preSkip: 0)
    }

    /// The last granule position by the codec's rate. A page has at most 65,307 bytes, so the last one that ends a
    /// packet stands within the file's last two pages' worth.
    static func duration(_ file: FileHeadReader) -> Duration? {
        guard let codec = codec(file), let serial = file.integer(count: 4, at: 14, bigEndian: false) else { return nil }
        let start = max(0, file.byteCount - 2 * 65_307)
        let tail = file.read(count: file.byteCount - start, at: start)
        var index = tail.count - 27
        while index >= 0 {
            if tail[index] == 0x4F, tail[index..<(index + 4)].elementsEqual("OggS".utf8),
                file.integer(count: 4, at: start + index + 14, bigEndian: false) == serial,
                let granule = file.integer(count: 8, at: start + index + 6, bigEndian: false),
                // All ones: no packet ends on this page.
                granule < 1 << 62
            {
                return .seconds(max(0, Double(granule) - codec.preSkip) / codec.rate)
            }
            index -= 1
        }
        return nil
    }
}
