/// WAVE in its rarer forms.
extension AudioBuilder {
    /// The 16 bytes of `fmt ` for one channel.
    public static func waveFormat(
        tag: UInt64 = 1, rate: UInt64 = 8000, byteRate: UInt64 = 16_000, block: UInt64 = 2, bits: UInt64 = 16,
        more: [UInt8] = []
    ) -> [UInt8] {
        little(tag, 2) + little(1, 2) + little(rate, 4) + little(byteRate, 4) + little(block, 2) + little(bits, 2)
            + more
    }

    public static func riff(_ format: [UInt8], before: [UInt8] = [], data: [UInt8], after: [UInt8] = []) -> [UInt8] {
        let body =
            Array("WAVE".utf8) + TestAudio.chunk("fmt ", format) + before + TestAudio.chunk("data", data) + after
        return Array("RIFF".utf8) + little(UInt64(body.count), 4) + body
    }

    /// Sizes of all ones, and the real ones in `ds64`.
    public static func rf64(name: String = "RF64", _ format: [UInt8], data: [UInt8], stated: Int? = nil) -> [UInt8] {
        let sizes = little(0, 8) + little(UInt64(stated ?? data.count), 8) + little(0, 8) + little(0, 4)
        let body =
            Array("WAVE".utf8) + TestAudio.chunk("ds64", sizes) + TestAudio.chunk("fmt ", format) + Array("data".utf8)
            + little(0xFFFF_FFFF, 4) + data
        return Array(name.utf8) + little(0xFFFF_FFFF, 4) + body
    }

    /// Sony's Wave64.
    public static func wave64(_ format: [UInt8], data: [UInt8]) -> [UInt8] {
        let end: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]
        func chunk(_ id: String, _ content: [UInt8]) -> [UInt8] {
            let bytes = Array(id.utf8) + end + little(UInt64(content.count + 24), 8) + content
            return bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
        }
        let body = Array("wave".utf8) + end + chunk("fmt ", format) + chunk("fact", little(9, 8)) + chunk("data", data)
        let head = Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00]
        return head + little(UInt64(body.count + 24), 8) + body
    }
}
