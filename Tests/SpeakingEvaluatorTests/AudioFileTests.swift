import BandUpCore
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Audio files") struct AudioFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ bytes: [UInt8]) throws -> AudioFile? {
        try? AudioFile(path: folder.file("audio", Data(bytes)))
    }

    private func duration(_ bytes: [UInt8]) throws -> Duration? {
        try #require(try file(bytes)).duration
    }

    @Test("a WAV file tells its duration")
    func wav() throws {
        let audio = try #require(try file(TestAudio.wav(seconds: 3)))
        #expect(audio.format == .wav)
        #expect(audio.byteCount == 3044)
        #expect(audio.duration == .seconds(3))
    }

    @Test(
        "a WAV file whose size was never filled in lasts as long as its bytes",
        arguments: [UInt32(0), .max, .max - 1, 3001])
    func streamedWAV(declared: UInt32) throws {
        #expect(try duration(TestAudio.wav(seconds: 3, declared: declared)) == .seconds(3))
    }

    @Test("bytes behind the declared end of the sound do not count")
    func shorterWAV() throws {
        #expect(try duration(TestAudio.wav(seconds: 3, declared: 1500)) == .seconds(1.5))
    }

    @Test(
        "other chunks before the sound are stepped over, odd ones with their pad byte",
        arguments: [
            TestAudio.chunk("LIST", [1, 2, 3]), TestAudio.chunk("LIST", []), TestAudio.chunk("fact", [1, 0, 0, 0]),
            TestAudio.chunk("bext", [UInt8](repeating: 7, count: 601)) + TestAudio.chunk("junk", [9]),
        ])
    func chunks(before: [UInt8]) throws {
        #expect(try duration(TestAudio.wav(seconds: 2, before: before)) == .seconds(2))
    }

    @Test("a WAV file that says nothing of use has no duration, and is still a recording")
    func uselessWAV() throws {
        #expect(try duration(TestAudio.wav(seconds: 2, byteRate: 0)) == nil)
        let many = [UInt8](repeatElement(TestAudio.chunk("junk", []), count: 20_000).joined())
        #expect(try duration(TestAudio.wav(seconds: 2, before: many)) == nil)
        #expect(try duration(TestAudio.wav(seconds: 2, before: TestAudio.ascii("junk") + [255, 255, 255, 127])) == nil)
        #expect(try duration(Array(TestAudio.wav(seconds: 1).prefix(20))) == nil)
        #expect(try duration(Array(TestAudio.wav(seconds: 1).prefix(12))) == nil)
    }

    @Test("an AIFF file tells its duration", arguments: ["AIFF", "AIFC"])
    func aiff(type: String) throws {
        let audio = try #require(try file(TestAudio.aiff(frames: 44_100 * 5, type: type)))
        #expect(audio.format == .aiff)
        #expect(audio.duration == .seconds(5))
    }

    @Test(
        "rates that no recorder writes give no duration",
        arguments: [
            [UInt8](repeating: 0, count: 10), [UInt8](repeating: 0xFF, count: 10),
            [0x3F, 0xF0, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x40, 0x0E, 0, 0, 0, 0, 0, 0, 0, 0],
            [0x7F, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x40, 0x0E],
        ] as [[UInt8]])
    func aiffRates(rate: [UInt8]) throws {
        #expect(try duration(TestAudio.aiff(frames: 1000, rate: rate)) == nil)
    }

    @Test("a FLAC file tells its duration, unless it does not know it")
    func flac() throws {
        let audio = try #require(try file(TestAudio.flac(rate: 48_000, samples: 48_000 * 7)))
        #expect(audio.format == .flac)
        #expect(audio.duration == .seconds(7))
        #expect(try duration(TestAudio.flac(rate: 48_000, samples: 0)) == nil)
        #expect(try duration(TestAudio.flac(rate: 0, samples: 100)) == nil)
        #expect(try duration(TestAudio.flac(rate: 1, samples: 0xF_FFFF_FFFF)) == .seconds(68_719_476_735))
        #expect(try duration(Array(TestAudio.flac(rate: 48_000, samples: 9).prefix(20))) == nil)
    }

    @Test("what is not there, or is a folder, is no recording")
    func unreadable() throws {
        #expect(throws: RecordingFault.unknownFormat) { try AudioFile(path: "\(folder.path)/none") }
        #expect(throws: RecordingFault.unknownFormat) { try AudioFile(path: folder.path) }
        #expect(try file([]) == nil)
    }

    @Test("no header brings the reader down, and none gives a duration below zero", arguments: 0..<4)
    func anyHeader(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // One file that is written over: twenty thousand new ones take minutes on some disks.
        let path = try folder.file("fuzz", Data())
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        let whole = [
            TestAudio.wav(seconds: 1, before: TestAudio.chunk("LIST", [1, 2, 3])), TestAudio.aiff(frames: 44_100),
            TestAudio.flac(rate: 8000, samples: 8000),
        ]
        for _ in 0..<5000 {
            var bytes = Array(whole[Int.random(in: 0..<whole.count, using: &random)].prefix(120))
            // Mutations behind the magic bytes, so that the readers of the headers are reached.
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let interesting: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, .random(in: .min ... .max, using: &random)]
                bytes[Int.random(in: 12..<bytes.count, using: &random)] = interesting.randomElement(using: &random) ?? 0
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count - 4, using: &random)) }
            #expect(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count && ftruncate(descriptor, bytes.count) == 0)
            let duration = (try? AudioFile(path: path))?.duration
            #expect(duration ?? .zero >= .zero, "\(bytes)")
        }
    }
}
