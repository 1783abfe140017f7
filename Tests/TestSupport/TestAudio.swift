/// Small files of the containers whose headers tell a duration.
package enum TestAudio {
    /// - Parameters:
    ///   - declared: the size that the `data` chunk claims to have, where it is not the true one.
    ///   - before: chunks between `fmt ` and `data`.
    package static func wav(
        seconds: Int, byteRate: UInt32 = 1000, declared: UInt32? = nil, before: [UInt8] = []
    ) -> [UInt8] {
        // Sound of some kind: a constant would be silence.
        let samples = (0..<(seconds * 1000)).map { UInt8($0 * 37 % 101) }
        let format: [UInt8] = [1, 0, 1, 0] + little(1000) + little(byteRate) + [1, 0, 8, 0]
        let body =
            ascii("WAVE") + chunk("fmt ", format) + before + ascii("data")
            + little(declared ?? UInt32(samples.count)) + samples
        return ascii("RIFF") + little(UInt32(body.count)) + body
    }

    /// A chunk with its pad byte where it needs one.
    package static func chunk(_ id: String, _ content: [UInt8]) -> [UInt8] {
        ascii(id) + little(UInt32(content.count)) + content + (content.count % 2 == 0 ? [] : [0])
    }

    /// - Parameter rate: an 80-bit extended float.
    package static func aiff(frames: UInt32, rate: [UInt8] = rate44100, before: [UInt8] = [], type: String = "AIFF")
        -> [UInt8]
    {
        let common: [UInt8] = [0, 1] + big(frames) + [0, 16] + rate
        let body = ascii(type) + before + ascii("COMM") + big(18) + common
        return ascii("FORM") + big(UInt32(body.count)) + body
    }

    /// 44,100 as an 80-bit extended float.
    package static let rate44100: [UInt8] = [0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]

    package static func flac(rate: UInt64, samples: UInt64) -> [UInt8] {
        // 20 bits of rate, 3 of channels, 5 of sample size, 36 of samples.
        let packed = rate << 44 | 1 << 41 | 15 << 36 | samples
        let information = [UInt8](repeating: 0, count: 10) + (0..<8).reversed().map { UInt8(packed >> ($0 * 8) & 0xFF) }
        return ascii("fLaC") + [0x80, 0, 0, 34] + information + [UInt8](repeating: 0, count: 16)
    }

    package static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
    package static func little(_ number: UInt32) -> [UInt8] { big(number).reversed() }
    package static func big(_ number: UInt32) -> [UInt8] { (0..<4).reversed().map { UInt8(number >> ($0 * 8) & 0xFF) } }
}
