import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite struct AudioLevelTests {
    private static let rate = 16_000

    private func level(_ seconds: Double, _ sample: (Int) -> Double) throws -> AudioLevel? {
        let samples = (0..<Int(seconds * Double(Self.rate))).map { Int16(max(-1, min(1, sample($0))) * 32_767) }
        return try AudioBuilder.withFile(AudioBuilder.wav(samples)) { try AudioFile(path: $0).level }
    }

    /// Four syllables a second.
    private func syllables(_ index: Int) -> Double { max(0, sin(Double(index) * 2 * .pi * 4 / 16_000)) }

    /// Noise in the rhythm of speech while `seconds` last.
    private func speech(_ index: Int, in seconds: Range<Int>, at loudness: Double) -> Double {
        seconds.contains(index / Self.rate) ? syllables(index) * .random(in: -loudness...loudness) : 0
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
        let clear = try level(4) { syllables($0) * .random(in: -0.5...0.5) }
        #expect(clear?.verdict == .mayBeSpeech)
        #expect(clear?.isEvidentlySpeech == true)
        #expect(
            try level(4) { syllables($0) * .random(in: -0.5...0.5) + .random(in: -0.1...0.1) }?.verdict == .mayBeSpeech)
    }

    @Test("a few seconds of speech in minutes of nothing are speech", arguments: [0, 0.0002, 0.003])
    func lost(hiss: Double) throws {
        let level = try level(40) { index in
            speech(index, in: 20..<21, at: 0.3) + (hiss > 0 ? .random(in: -hiss...hiss) : 0)
        }
        #expect(level?.verdict == .mayBeSpeech)
    }

    @Test("clear speech is listened to however quiet it is", arguments: [-50, -60, -66] as [Double])
    func faint(decibels: Double) throws {
        // The mean level of such noise is 7 to 8 dB below its peak.
        let level = try level(4) { speech($0, in: 0..<4, at: 2.4 * pow(10, decibels / 20)) }
        #expect(level?.verdict == .mayBeSpeech)
    }

    @Test("zeros, and what a muted microphone writes, are silence however short", arguments: [0.001, 0.02, 0.5, 2])
    func zeros(seconds: Double) throws {
        #expect(try level(seconds) { _ in 0 }?.verdict == .silence)
        #expect(try level(seconds) { Double($0 % 2) / 32_767 }?.verdict == .silence)
    }

    @Test("a click in silence is no speech, and a short word may be some")
    func click() throws {
        #expect(try level(5) { (8000..<8800).contains($0) ? .random(in: -0.5...0.5) : 0 }?.verdict == .silence)
        #expect(try level(0.4) { speech($0, in: 0..<1, at: 0.3) }?.verdict == .mayBeSpeech)
        #expect(try level(5) { speech($0, in: 2..<3, at: 0.3) }?.verdict == .mayBeSpeech)
    }

    @Test("a tone that a gate cut out of its noise is steady still")
    func gatedTone() throws {
        let level = try level(12) { (3..<9).contains($0 / 16_000) ? sin(Double($0) / 3) * 0.3 : 0 }
        #expect(level?.verdict == .steadyNoise)
    }

    @Test("the level is in dB below full scale")
    func scale() throws {
        // A square wave at half scale: -6 dB.
        let level = try #require(try level(1) { $0 % 2 == 0 ? 0.5 : -0.5 })
        #expect(abs(level.loud + 6) <= 0.5)
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
