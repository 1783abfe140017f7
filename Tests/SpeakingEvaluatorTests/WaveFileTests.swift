import BandUpCore
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("WAVE in its rarer forms") struct WaveFileTests {
    private static let sound = (0..<32_000).map { UInt8(truncatingIfNeeded: $0 &* 37 % 251) }

    @Test("RF64, BW64 and Wave64 are read like RIFF", arguments: ["RF64", "BW64", "W64"])
    func longForms(name: String) throws {
        let audio = try audio(long(name))
        #expect(audio.format == .wav)
        #expect(audio.duration == .seconds(2))
        #expect(audio.level?.verdict == .mayBeSpeech)
        #expect(!audio.isEmpty)
    }

    @Test("what is sent of them is a plain RIFF file with the same samples", arguments: ["RF64", "BW64", "W64"])
    func patched(name: String) throws {
        let bytes = long(name)
        try AudioBuilder.withFile(bytes) { path in
            let audio = try AudioFile(path: path)
            #expect(try #require(audio.patch).apply(toFileAt: path))
            let sent = try [UInt8](Data(contentsOf: URL(filePath: path)))
            #expect(sent.starts(with: "RIFF".utf8) && sent[8..<12].elementsEqual("WAVE".utf8))
            #expect(sent.count == audio.byteCount && sent.suffix(32_000) == Self.sound.suffix(32_000))
            let again = try AudioFile(path: path)
            #expect(again.duration == audio.duration && again.level == audio.level)
            #expect(again.patch == nil)
        }
    }

    @Test("an RF64 whose sizes were never filled in lasts as long as its bytes", arguments: [0, 1 << 40])
    func openRF64(stated: Int) throws {
        let bytes = AudioBuilder.rf64(AudioBuilder.waveFormat(), data: Self.sound, stated: stated)
        #expect(try audio(bytes).duration == .seconds(2))
    }

    @Test("a plain WAV file is sent as it is")
    func plain() throws {
        #expect(try audio(AudioBuilder.riff(AudioBuilder.waveFormat(), data: Self.sound)).patch == nil)
    }

    /// Blocks of 256 bytes at 8 kHz, with bytes a second as plain numbers would have them.
    private func adpcm(tag: UInt64, samplesABlock: UInt64?, fact: UInt64?) -> [UInt8] {
        let more = samplesABlock.map { AudioBuilder.little(2, 2) + AudioBuilder.little($0, 2) } ?? []
        let format = AudioBuilder.waveFormat(tag: tag, byteRate: 16_000, block: 256, bits: 4, more: more)
        let before = fact.map { TestAudio.chunk("fact", AudioBuilder.little($0, 4)) } ?? []
        return AudioBuilder.riff(format, before: before, data: Array(Self.sound.prefix(25_600)))
    }

    @Test(
        "ADPCM lasts as many samples as `fact` says or, without one that can be, as its blocks hold",
        arguments: [
            // 100 blocks: IMA's hold 505 samples each, Microsoft's 500.
            (0x11, 505, 50_400, 50_400), (0x11, 505, nil, 50_500), (0x11, 505, 0, 50_500), (0x11, 505, 25_000, 50_500),
            (0x11, 505, 101_000, 50_500), (0x11, nil, nil, 50_500), (0x02, 500, 49_999, 49_999),
            (0x02, nil, nil, 50_000),
        ] as [(UInt64, UInt64?, UInt64?, Int)])
    func adpcm(tag: UInt64, samplesABlock: UInt64?, fact: UInt64?, samples: Int) throws {
        let audio = try audio(adpcm(tag: tag, samplesABlock: samplesABlock, fact: fact))
        #expect(audio.duration == .seconds(Double(samples) / 8000))
        #expect(audio.level == nil)
    }

    @Test("other compressed sound in a WAV file lasts as `fact` says, and else by its bytes a second")
    func mp3() throws {
        let format = AudioBuilder.waveFormat(tag: 0x55, byteRate: 1000, block: 1, bits: 0)
        let fact = TestAudio.chunk("fact", AudioBuilder.little(40_000, 4))
        #expect(try audio(AudioBuilder.riff(format, before: fact, data: Self.sound)).duration == .seconds(5))
        #expect(try audio(AudioBuilder.riff(format, data: Self.sound)).duration == .seconds(32))
    }

    @Test("plain numbers last by their rate, whatever the header says of bytes a second")
    func wrongByteRate() throws {
        let format = AudioBuilder.waveFormat(byteRate: 999)
        #expect(try audio(AudioBuilder.riff(format, data: Self.sound)).duration == .seconds(2))
    }

    @Test("a header without a sample is empty, whatever stands behind it")
    func empty() throws {
        let format = AudioBuilder.waveFormat()
        let list = TestAudio.chunk("LIST", Array("INFOISFT".utf8) + AudioBuilder.little(4, 4) + Array("Lavf".utf8))
        for bytes in [
            AudioBuilder.riff(format, data: []), AudioBuilder.riff(format, data: [], after: list),
            Array(AudioBuilder.riff(format, data: []).dropLast(8)), AudioBuilder.wave64(format, data: []),
            AudioBuilder.rf64(format, data: []), TestAudio.aiff(frames: 0),
            TestAudio.aiff(frames: 0) + Array("SSND".utf8) + AudioBuilder.big(8, 4) + AudioBuilder.big(0, 8),
        ] {
            #expect(try audio(bytes).isEmpty)
        }
        #expect(try !audio(AudioBuilder.riff(format, data: Self.sound)).isEmpty)
    }

    private func audio(_ bytes: [UInt8]) throws -> AudioFile {
        try AudioBuilder.withFile(bytes) { try AudioFile(path: $0) }
    }

    private func long(_ name: String) -> [UInt8] {
        let format = AudioBuilder.waveFormat()
        return name == "W64"
            ? AudioBuilder.wave64(format, data: Self.sound)
            : AudioBuilder.rf64(name: name, format, data: Self.sound)
    }
}
