import BandUpCore
import Base
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Where a stream begins") struct StreamStartTests {
    private static let mp3 = [UInt8](repeatElement(AudioBuilder.mp3Frame(), count: 400).joined())
    private static let aac = [UInt8](repeatElement(AudioBuilder.adtsFrame(), count: 400).joined())
    private static let mp3Seconds = 400.0 * 1152 / 44_100
    private static let aacSeconds = 400.0 * 1024 / 44_100

    private func audio(_ bytes: [UInt8]) throws -> AudioFile {
        try AudioBuilder.withFile(bytes) { try AudioFile(path: $0) }
    }

    /// An APE tag with one item of `count` bytes.
    private static func ape(_ count: Int, hasHeader: Bool = true) -> [UInt8] {
        func mark(_ flags: UInt64) -> [UInt8] {
            Array("APETAGEX".utf8) + AudioBuilder.little(2000, 4) + AudioBuilder.little(UInt64(count + 32), 4)
                + AudioBuilder.little(1, 4) + AudioBuilder.little(flags, 4) + AudioBuilder.little(0, 8)
        }
        return (hasHeader ? mark(0xA000_0000) : []) + [UInt8](repeating: 0x41, count: count) + mark(0x8000_0000)
    }

    private static func id3(_ count: Int) -> [UInt8] {
        Array("ID3".utf8) + [4, 0, 0, 0, 0, UInt8(count >> 7), UInt8(count & 127)] + [UInt8](repeating: 0, count: count)
    }

    @Test("a stream that begins inside a frame begins with the first whole one", arguments: [1, 3, 200, 416])
    func cut(count: Int) throws {
        let mp3 = try audio(Array(Self.mp3.dropFirst(count)))
        #expect(mp3.format == .mp3)
        #expect(abs(try #require(mp3.duration).seconds - Self.mp3Seconds) < 0.05)
        let aac = try audio(Array(Self.aac.dropFirst(count)))
        #expect(aac.format == .aac)
        #expect(abs(try #require(aac.duration).seconds - Self.aacSeconds) < 0.1)
    }

    @Test(
        "tags and zeros in front of a stream are stepped over",
        arguments: [
            id3(300), id3(50) + id3(90), ape(500), ape(70_000), ape(90) + id3(90), [UInt8](repeating: 0, count: 4096),
            [UInt8](repeating: 0, count: 300_000), id3(40) + [UInt8](repeating: 0, count: 2000),
            [UInt8](repeating: 0, count: 999) + id3(40),
        ])
    func prefix(bytes: [UInt8]) throws {
        let mp3 = try audio(bytes + Self.mp3)
        #expect(mp3.format == .mp3)
        #expect(abs(try #require(mp3.duration).seconds - Self.mp3Seconds) < 0.05)
        let aac = try audio(bytes + Self.aac)
        #expect(aac.format == .aac)
        #expect(abs(try #require(aac.duration).seconds - Self.aacSeconds) < 0.05)
    }

    @Test("FLAC behind a tag is FLAC")
    func flac() throws {
        let audio = try audio(Self.id3(90) + TestAudio.flac(rate: 8000, samples: 16_000))
        #expect(audio.format == .flac)
        #expect(audio.duration == .seconds(2))
    }

    @Test(
        "what stands between joined streams does not end them, and adds nothing",
        arguments: [
            [], id3(1000), ape(1000), [UInt8](repeating: 0, count: 5000), [UInt8](repeating: 0xFF, count: 3000),
            Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125),
        ])
    func between(bytes: [UInt8]) throws {
        let mp3 = try audio(Self.mp3 + bytes + Self.mp3 + bytes)
        #expect(abs(try #require(mp3.duration).seconds - 2 * Self.mp3Seconds) < 0.06)
        let aac = try audio(Self.aac + bytes + Self.aac + bytes)
        #expect(abs(try #require(aac.duration).seconds - 2 * Self.aacSeconds) < 0.06)
    }

    @Test("parts of another sample rate are counted by theirs")
    func rates() throws {
        // MPEG-1 layer III at 48 kHz: 384 bytes at 128 kbit/s.
        let frame = [0xFF, 0xFB, 0x94, 0] + [UInt8](repeating: 0, count: 380)
        let other = [UInt8](repeatElement(frame, count: 100).joined())
        let seconds = try #require(audio(Self.mp3 + other).duration).seconds
        #expect(abs(seconds - Self.mp3Seconds - 100 * 1152 / 48_000) < 0.06)
    }

    @Test(
        "frames inside another kind of file make it no recording",
        arguments: [
            Array("PK\u{3}\u{4}".utf8), Array("RIFF\u{0}\u{0}\u{1}\u{0}AVI LIST".utf8), Array("caff".utf8),
            Array("%PDF-1.7\n".utf8), [0x1F, 0x8B, 8, 0],
        ])
    func others(head: [UInt8]) throws {
        #expect(throws: RecordingFault.unknownFormat) { try audio(head + [UInt8](repeating: 7, count: 60) + Self.mp3) }
    }

    @Test("a handful of frames is no recording where nothing announces one")
    func tooFew() throws {
        let few = Self.mp3.prefix(417 * 5)
        #expect(throws: RecordingFault.unknownFormat) {
            try audio([1, 2, 3] + few + [UInt8](repeating: 9, count: 5000))
        }
        #expect(throws: RecordingFault.unknownFormat) { try audio([UInt8](repeating: 0, count: 100_000)) }
        // The mark of UTF-16 and the header of layer I are alike.
        let text = "A note.".utf16.flatMap { AudioBuilder.little(UInt64($0), 2) }
        #expect(throws: RecordingFault.unknownFormat) { try audio([0xFF, 0xFE] + text) }
    }
}
