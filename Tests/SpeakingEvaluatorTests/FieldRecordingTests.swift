import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

/// Recordings made after public bug reports, where the folder that the team shares is at hand. Tests of the same kinds
/// that build their files themselves are in `RecordingLengthTests`, `StreamStartTests`, `WaveFileTests` and
/// `AudioLevelTests`.
@Suite("Recordings from the field") struct FieldRecordingTests {
    private static let folder = URL(
        filePath: ProcessInfo.processInfo.environment["BANDUP_CASES"] ?? "\(#filePath)/../../../../shared/cases"
    ).standardizedFileURL

    static let isThere = FileManager.default.fileExists(atPath: folder.path)

    /// A file's bytes; those ending in `.gz` unpacked.
    private func bytes(_ name: String) throws -> [UInt8] {
        let url = Self.folder.appendingPathComponent(name)
        guard name.hasSuffix(".gz") else { return try [UInt8](Data(contentsOf: url)) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", url.path]
        process.standardOutput = output
        try process.run()
        let content = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return [UInt8](content)
    }

    @Test(
        "are measured whole and taken for what they are", .enabled(if: isThere, "the shared folder is not here"),
        arguments: [
            ("audio-7-s-of-speech-in-180-s-gated.wav.gz", AudioFormat.wav, 180),
            ("audio-adts-cut-mid-frame.aac", .aac, 20),
            ("audio-Safari-mp4-named-webm.webm", .mp4, 20), ("audio-chained-ogg-opus-two-short.ogg", .ogg, 12),
            ("audio-fmp4-100ms-150s.mp4", .mp4, 150), ("audio-joined.mp3", .mp3, 60),
            ("audio-mp3-cut-mid-frame.mp3", .mp3, 19.4), ("audio-mp3-leading-zeros.mp3", .mp3, 20),
            ("audio-mp4-moov-of-first-part-then-fragments.mp4", .mp4, 60), ("audio-wav-RF64.wav", .wav, 12),
            ("audio-ogg-opus-cropped-at-10-min.ogg", .ogg, 20), ("audio-quiet-but-clear-60-dBFS.wav", .wav, 20),
            ("audio-webm-live-starting-at-300-s.webm", .webm, 20), ("audio-webm-stating-1-s.webm", .webm, 20),
        ] as [(String, AudioFormat, Double)])
    func measured(name: String, format: AudioFormat, seconds: Double) throws {
        let audio = try AudioBuilder.withFile(try bytes(name)) { try AudioFile(path: $0) }
        #expect(audio.format == format)
        #expect(!audio.isEmpty)
        #expect(audio.level.map { $0.verdict == .mayBeSpeech } ?? true)
        let found = try #require(audio.plausibleDuration).seconds
        // Encoders put a frame or two of 26 ms at both ends of each part.
        #expect(abs(found - seconds) < 0.2, "\(found)")
    }

    @Test("a header of 44 bytes is an empty one", .enabled(if: isThere, "the shared folder is not here"))
    func empty() throws {
        let bytes = try bytes("audio-44-byte-wav-no-samples.wav")
        #expect(try AudioBuilder.withFile(bytes) { try AudioFile(path: $0) }.isEmpty)
    }
}
