import Foundation

/// Builds the containers that the tests read, byte by byte, so that what a test claims stands in its own lines.
package enum AudioBuilder {
    package static func big(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    package static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
        big(value, count).reversed()
    }

    package static func wav(_ samples: [Int16], rate: UInt64 = 16_000) -> [UInt8] {
        let data = samples.flatMap { little(UInt64(UInt16(bitPattern: $0)), 2) }
        let format = little(1, 2) + little(1, 2) + little(rate, 4) + little(rate * 2, 4) + little(2, 2) + little(16, 2)
        let chunks = Array("fmt ".utf8) + little(16, 4) + format + Array("data".utf8) + little(UInt64(data.count), 4)
        return Array("RIFF".utf8) + little(UInt64(chunks.count + data.count + 4), 4) + Array("WAVE".utf8) + chunks
            + data
    }

    package static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
        big(UInt64(content.count + 8), 4) + Array(name.utf8) + content
    }

    /// An M4A with one track.
    package static func m4a(handler: String = "soun", ticks: UInt64, scale: UInt64, fragments: [UInt8] = []) -> [UInt8]
    {
        let times = big(0, 4) + big(0, 4) + big(0, 4)
        let mdhd = box("mdhd", times + big(scale, 4) + big(ticks, 4) + big(0, 4))
        let hdlr = box("hdlr", big(0, 8) + Array(handler.utf8) + big(0, 13))
        let mvhd = box("mvhd", times + big(1000, 4) + big(scale > 0 ? ticks * 1000 / scale : 0, 4) + big(0, 80))
        return box("ftyp", Array("M4A ".utf8) + big(0, 4))
            + box("moov", mvhd + box("trak", box("mdia", mdhd + hdlr))) + fragments + box("mdat", [1, 2, 3])
    }

    /// An M4A whose index lists samples of 20 ms in track 1, at 1,000 ticks a second, and the default for fragments.
    ///
    /// - Parameters:
    ///   - stated: the length in the header, in ticks, where it is not that of the samples.
    ///   - information: further boxes of `minf`.
    package static func indexedM4A(
        samples: UInt64, stated: UInt64? = nil, fragments: [UInt8] = [], information: [UInt8] = []
    ) -> [UInt8] {
        let tkhd = box("tkhd", big(0, 12) + big(1, 4) + big(0, 68))
        let mdhd = box("mdhd", big(0, 12) + big(1000, 4) + big(stated ?? samples * 20, 4) + big(0, 4))
        let hdlr = box("hdlr", big(0, 8) + Array("soun".utf8) + big(0, 13))
        let stts = box("stts", big(0, 4) + (samples > 0 ? big(1, 4) + big(samples, 4) + big(20, 4) : big(0, 4)))
        let mdia = box("mdia", mdhd + hdlr + box("minf", information + box("stbl", stts)))
        let trex = box("trex", big(0, 4) + big(1, 4) + big(1, 4) + big(20, 4) + big(0, 8))
        return box("ftyp", Array("M4A ".utf8) + big(0, 4)) + box("moov", box("trak", tkhd + mdia) + box("mvex", trex))
            + box("mdat", [1, 2, 3]) + fragments
    }

    /// One fragment: decode time and `count` samples of `each` ticks; nil where the fragment does not say.
    package static func fragment(at time: UInt64?, count: UInt64, each: UInt64?, track: UInt64 = 1) -> [UInt8] {
        let tfhd = box("tfhd", big(each == nil ? 0 : 8, 4) + big(track, 4) + (each.map { big($0, 4) } ?? []))
        let tfdt = time.map { box("tfdt", [1, 0, 0, 0] + big($0, 8)) } ?? []
        let trun = box("trun", big(0, 4) + big(count, 4))
        return box("moof", box("traf", tfhd + tfdt + trun))
    }

    package static func oggPage(granule: UInt64, packet: [UInt8], serial: UInt64 = 7, flags: UInt8 = 0) -> [UInt8] {
        oggPage(granule: granule, packets: [packet], serial: serial, flags: flags)
    }

    /// Packets of less than 255 bytes each.
    package static func oggPage(granule: UInt64, packets: [[UInt8]], serial: UInt64 = 7, flags: UInt8 = 0) -> [UInt8] {
        Array("OggS".utf8) + [0, flags] + little(granule, 8) + little(serial, 4) + little(0, 4) + little(0, 4)
            + [UInt8(packets.count)] + packets.map { UInt8($0.count) } + packets.joined()
    }

    /// An Opus stream of whole seconds, in pages of one second with 50 packets of 20 ms.
    package static func opusStream(seconds: Int, startingAt start: Int = 0, serial: UInt64 = 7) -> [UInt8] {
        var bytes = oggPage(granule: 0, packet: opusHead(preSkip: 0), serial: serial, flags: 2)
        bytes += oggPage(granule: 0, packet: Array("OpusTags".utf8), serial: serial)
        // Configuration 1: 20 ms; one frame.
        let packets = [[UInt8]](repeating: [1 << 3, 5, 5], count: 50)
        for second in (start + 1)...(start + seconds) {
            bytes += oggPage(granule: UInt64(second) * 48_000, packets: packets, serial: serial)
        }
        return bytes
    }

    package static func opusHead(preSkip: UInt64) -> [UInt8] {
        Array("OpusHead".utf8) + [1, 1] + little(preSkip, 2) + little(48_000, 4) + [0, 0, 0]
    }

    package static func vorbisHead(rate: UInt64) -> [UInt8] {
        [1] + Array("vorbis".utf8) + little(0, 4) + [1] + little(rate, 4) + little(0, 12) + [0xB8, 1]
    }

    /// MPEG-1 layer III, 44.1 kHz, stereo: 417 bytes at 128 kbit/s.
    package static func mp3Frame(bitRateIndex: UInt8 = 9, body: [UInt8] = []) -> [UInt8] {
        let kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][Int(bitRateIndex)]
        let size = 144 * kilobits * 1000 / 44_100
        let frame = [0xFF, 0xFB, bitRateIndex << 4, 0] + body
        return frame + [UInt8](repeating: 0, count: size - frame.count)
    }

    /// 44.1 kHz, 1,024 samples.
    package static func adtsFrame(size: Int = 200) -> [UInt8] {
        [0xFF, 0xF1, 0x50, 0x80 | UInt8(size >> 11), UInt8(size >> 3 & 0xFF), UInt8(size & 7) << 5 | 0x1F, 0xFC]
            + [UInt8](repeating: 0x21, count: size - 7)
    }

    package static func element(_ id: UInt64, _ content: [UInt8], unknownSize: Bool = false) -> [UInt8] {
        let idBytes = big(id, (64 - id.leadingZeroBitCount + 7) / 8)
        return idBytes + (unknownSize ? [0x01] + big(0xFF_FFFF_FFFF_FFFF, 7) : [0x08] + big(UInt64(content.count), 4))
            + content
    }

    /// With `Duration` in milliseconds, or without one and with clusters of unknown size, as browsers record.
    package static func webm(
        duration: Double?, clusters: [(time: UInt64, blocks: [UInt64])] = [], trackType: UInt64 = 2
    )
        -> [UInt8]
    {
        var info = element(0x2AD7B1, big(1_000_000, 3))
        if let duration { info += element(0x4489, big(duration.bitPattern, 8)) }
        let tracks = element(0x1654_AE6B, element(0xAE, element(0x83, [UInt8(trackType)])))
        let body = clusters.flatMap { cluster in
            element(
                0x1F43_B675,
                element(0xE7, big(cluster.time, 4))
                    + cluster.blocks.flatMap { element(0xA3, [0x81] + big($0, 2) + [0x80, 1, 2, 3]) },
                unknownSize: true)
        }
        return element(0x1A45_DFA3, element(0x4282, Array("webm".utf8)))
            + element(0x1853_8067, element(0x1549_A966, info) + tracks + body, unknownSize: true)
    }

    /// Writes the bytes where `body` can read them, and removes them.
    package static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let path = NSTemporaryDirectory() + "bandup-audio-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
