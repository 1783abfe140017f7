import Examining
import BandUpJobs
import BandUpLambda
import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite struct AudioLevelTests {
    private static let rate = 16_000

    private func level(_ seconds: Int, _ sample: (Int) -> Double) throws -> AudioLevel? {
        let samples = (0..<(seconds * Self.rate)).map { Int16(max(-1, min(1, sample($0))) * 32_767) }
        return try AudioBuilder.withFile(AudioBuilder.wav(samples)) { AudioFile(path: $0)?.level }
    }

    @Test("silence, and the noise of a converter, are silence")
    func silence() throws {
        #expect(try level(4) { _ in 0 }?.verdict == .silence)
        #expect(try level(4) { _ in .random(in: -0.0005...0.0005) }?.verdict == .silence)
        // A constant offset is no sound.
        #expect(try level(4) { _ in 0.5 }?.verdict == .silence)
    }

    @Test("a hiss and a tone are steady noise")
    func noise() throws {
        #expect(try level(4) { _ in .random(in: -0.3...0.3) }?.verdict == .steadyNoise)
        #expect(try level(4) { sin(Double($0) * 2 * .pi * 1000 / 16_000) * 0.5 }?.verdict == .steadyNoise)
    }

    @Test("sound that rises and falls may be speech, also in a loud room")
    func speech() throws {
        // Four syllables a second.
        func syllables(_ index: Int) -> Double { max(0, sin(Double(index) * 2 * .pi * 4 / 16_000)) }
        let clear = try level(4) { syllables($0) * .random(in: -0.5...0.5) }
        #expect(clear?.verdict == .mayBeSpeech)
        #expect(clear?.isEvidentlySpeech == true)
        #expect(
            try level(4) { syllables($0) * .random(in: -0.5...0.5) + .random(in: -0.1...0.1) }?.verdict == .mayBeSpeech)
    }

    @Test("the level is in dB below full scale")
    func scale() throws {
        // A square wave at half scale: -6 dB.
        let level = try #require(try level(1) { $0 % 2 == 0 ? 0.5 : -0.5 })
        #expect(abs(level.loud + 6) <= 0.5)
    }

    @Test(
        "a name that speaks of another audio format contradicts the bytes, any other says nothing",
        arguments: [
            (AudioFormat.webm, "a/b/answer.wav", true), (.mp4, "answer.mp3", true), (.aac, "x.M4A", true),
            (.webm, "answer.webm", false), (.mp4, "answer.M4A", false), (.mp3, "answer", false),
            (.wav, "answer.bin", false), (.ogg, "answer.opus", false), (.wav, "a.mp3/answer", false),
        ])
    func names(format: AudioFormat, name: String, contradicts: Bool) {
        #expect(format.contradicts(name: name) == contradicts)
    }

    @Test("a recording's length is held against what its part usually lasts")
    func usualLength() {
        func code(_ seconds: Int, _ part: SpeakingPart, _ questions: Int) -> EvaluationWarning.Code? {
            UsualLength.warning(for: .seconds(seconds), part: part, questions: questions)?.code
        }
        #expect(code(30, .part2, 1) == .shortRecording)
        #expect(code(110, .part2, 1) == nil)
        #expect(code(25, .part1, 1) == nil)
        #expect(code(25, .part1, 4) == .shortRecording)
        #expect(code(400, .part3, 0) == .longRecording)
    }
}
