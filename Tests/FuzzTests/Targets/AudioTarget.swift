import FoundationEssentials
import Glibc
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining
@testable import SpeakingEvaluator

/// Recordings of every container that is read.
struct AudioTarget: FuzzTarget {
    static let name = "audio"

    private let file: ScratchFile

    init() throws {
        file = try ScratchFile()
    }

    var seeds: [FuzzInput] {
        let tone = (0..<6000).map { Int16(truncatingIfNeeded: $0 &* $0 &* 7) }
        let page = AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.opusHead(preSkip: 312))
        let id3: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]
        return [
            AudioBuilder.wav(tone), AudioBuilder.wav(Array(repeating: 0, count: 5000)),
            TestAudio.wav(seconds: 4),
            TestAudio.wav(seconds: 1, declared: 0, before: TestAudio.chunk("LIST", [1, 2, 3])),
            TestAudio.aiff(frames: 44_100) + AudioBuilder.big(0, 8),
            TestAudio.aiff(frames: 3000) + Array("SSND".utf8) + AudioBuilder.big(6008, 4) + AudioBuilder.big(0, 8)
                + tone.prefix(3000).flatMap { AudioBuilder.big(UInt64(UInt16(bitPattern: $0)), 2) },
            TestAudio.flac(rate: 44_100, samples: 441_000),
            AudioBuilder.m4a(ticks: 480_000, scale: 48_000),
            AudioBuilder.m4a(
                ticks: 0, scale: 48_000, fragments: AudioBuilder.fragment(at: 96_000, count: 50, each: 1024)),
            page + AudioBuilder.oggPage(granule: 480_000, packet: [1, 2, 3]),
            AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.vorbisHead(rate: 44_100))
                + AudioBuilder.oggPage(granule: 88_200, packet: [1]),
            Array(repeatElement(AudioBuilder.mp3Frame(), count: 4).joined()),
            id3 + AudioBuilder.mp3Frame() + AudioBuilder.mp3Frame(),
            AudioBuilder.mp3Frame(
                body: Array(repeating: 0, count: 32) + Array("Xing".utf8) + AudioBuilder.big(1, 4)
                    + AudioBuilder.big(999, 4))
                + AudioBuilder.mp3Frame(),
            Array(repeatElement(AudioBuilder.adtsFrame(), count: 4).joined()),
            AudioBuilder.webm(duration: 1500),
            AudioBuilder.webm(duration: nil, clusters: [(0, [0, 20]), (1000, [40, 60])]),
            AudioBuilder.rf64(AudioBuilder.waveFormat(), data: Array(repeating: 7, count: 900)),
            AudioBuilder.wave64(AudioBuilder.waveFormat(), data: Array(repeating: 7, count: 900)),
            AudioBuilder.riff(
                AudioBuilder.waveFormat(tag: 0x11, block: 256, bits: 4, more: [2, 0, 0xF9, 1]),
                before: TestAudio.chunk("fact", [9, 0, 0, 0]), data: Array(repeating: 7, count: 900)),
            AudioBuilder.indexedM4A(
                samples: 50, fragments: AudioBuilder.fragment(at: 1000, count: 50, each: nil)),
            AudioBuilder.opusStream(seconds: 1) + AudioBuilder.opusStream(seconds: 1, startingAt: 9),
            Array([UInt8](repeatElement(AudioBuilder.mp3Frame(), count: 10).joined()).dropFirst(9)),
        ].map { .bytes($0) }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        try file.fill(input)
        guard let audio = try? AudioFile(path: file.path) else { return Outcome(0) }
        try promise(audio.byteCount == input.count, "another size")
        if let duration = audio.duration {
            try promise(duration >= .zero && duration.seconds.isFinite, "a duration of \(duration)")
        }
        if let duration = audio.plausibleDuration {
            try promise(duration > .zero && duration <= AudioFile.longestDuration, "not a plausible duration")
            _ = SpeakingOutcome.seconds(duration)
            _ = UsualLength.warning(for: duration, part: .part1, questions: 1)
            _ = TranscriptCheck.rate(words: 100, in: duration)
        }
        if let level = audio.level {
            try promise(
                (-120...0).contains(level.loud) && (-120...0).contains(level.quiet) && level.quiet <= level.loud
                    && (0...1).contains(level.activeShare), "a level of \(level)")
            _ = level.isEvidentlySpeech
        }
        return Outcome(
            audio.format.hashValue, audio.duration == nil ? 0 : audio.plausibleDuration == nil ? 1 : 2,
            audio.level.map { $0.verdict == .silence ? 1 : $0.verdict == .steadyNoise ? 2 : 3 } ?? 0,
            Int(min(audio.plausibleDuration?.seconds ?? 0, 64)))
    }
}
