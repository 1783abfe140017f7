import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

/// Files of real encoders (FFmpeg's), each of the same spoken sentence; `Tests/EndToEnd/encoders.py` writes them.
@Suite("Recordings of real encoders") struct EncodedAudioTests {
    private static let folder = Bundle.module.bundleURL.appendingPathComponent("Golden")

    /// Seconds of sound that went into each file, by its name.
    private static let durations: [String: Double] = {
        let data = try? Data(contentsOf: folder.appendingPathComponent("durations.json"))
        return data.flatMap { try? JSONDecoder().decode([String: Double].self, from: $0) } ?? [:]
    }()

    private static let formats: [String: AudioFormat] = [
        "wav": .wav, "mp3": .mp3, "m4a": .mp4, "mp4": .mp4, "ogg": .ogg, "opus": .ogg, "oga": .ogg, "flac": .flac,
        "aac": .aac, "aiff": .aiff, "webm": .webm, "mka": .webm,
    ]

    @Test("there is a file of every format")
    func complete() {
        let found = Self.durations.keys.compactMap { Self.formats[String($0.split(separator: ".")[1])] }
        #expect(Set(found) == Set(AudioFormat.allCases))
    }

    @Test("type and duration are the encoder's, to within its padding", arguments: durations.keys.sorted())
    func duration(name: String) throws {
        let audio = try AudioFile(path: Self.folder.appendingPathComponent(name).path)
        #expect(Self.formats[String(name.split(separator: ".")[1])] == audio.format)
        let truth = try #require(Self.durations[name])
        // A FLAC that was streamed does not say how long it is; encoders put up to two frames of 26 ms at both ends.
        guard name != "flac-stream.flac" else {
            #expect(audio.duration == nil)
            return
        }
        let seconds = try #require(audio.duration).seconds
        #expect(abs(seconds - truth) < 0.12, "\(seconds) for \(truth)")
    }

    @Test(
        "recordings in formats that Gemini does not take are no recordings",
        arguments: ["caf.caf", "au.au", "mpegts.ts", "ac3.ac3"])
    func refused(name: String) throws {
        #expect(throws: RecordingFault.unknownFormat) {
            try AudioFile(path: Self.folder.appendingPathComponent(name).path)
        }
    }

    @Test("AMR, as old phones record, is none either")
    func amr() throws {
        let bytes = Array("#!AMR\n".utf8) + [UInt8](repeating: 0x3C, count: 400)
        #expect(throws: RecordingFault.unknownFormat) {
            try AudioBuilder.withFile(bytes) { try AudioFile(path: $0) }
        }
    }

    @Test("every file cut short is read without harm", arguments: durations.keys.sorted())
    func truncated(name: String) throws {
        let whole = try [UInt8](Data(contentsOf: Self.folder.appendingPathComponent(name)))
        for share in [1, 5, 20, 50, 90] {
            let bytes = Array(whole.prefix(whole.count * share / 100))
            let seconds = try AudioBuilder.withFile(bytes) { (try? AudioFile(path: $0))?.duration?.seconds }
            if let seconds { #expect((0...4).contains(seconds)) }
        }
    }
}
