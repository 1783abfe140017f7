import BandUpCore
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Audio formats") struct AudioFormatTests {
    private static func head(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: 12) }
    private static func head(_ text: String) -> [UInt8] { head(Array(text.utf8)) }

    @Test(
        "every format is told by its first bytes",
        arguments: [
            (Array("RIFF\u{1}\u{1}\u{1}\u{1}WAVE".utf8), AudioFormat.wav), (head("FORM    AIFF"), .aiff),
            (head("RF64    WAVE"), .wav), (head("BW64    WAVE"), .wav), (head("FORM    AIFC"), .aiff),
            (head(Array("riff".utf8) + [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB]), .wav),
            (head("\u{0}\u{0}\u{0}\u{18}styp"), .mp4), (head("\u{0}\u{0}\u{0}\u{8}wide"), .mp4),
            (head([0x1F, 0x43, 0xB6, 0x75]), .webm), (head("fLaC"), .flac), (head("OggS"), .ogg),
            (head("    ftypM4A "), .mp4),
            (head("    ftypisom"), .mp4), (head([0x1A, 0x45, 0xDF, 0xA3]), .webm), (head("ID3"), .mp3),
            (head([0xFF, 0xFB]), .mp3), (head([0xFF, 0xF3]), .mp3), (head([0xFF, 0xE3]), .mp3),
            (head([0xFF, 0xFA]), .mp3), (head([0xFF, 0xF1]), .aac), (head([0xFF, 0xF9]), .aac),
            (head([0xFF, 0xF0]), .aac), (head([0xFF, 0xF8]), .aac),
        ])
    func known(head: [UInt8], format: AudioFormat) {
        #expect(AudioFormat(head: head) == format)
    }

    @Test(
        "what only looks like a recording is none",
        arguments: [
            [], [0xFF], Array("RIFF".utf8), Array("RIFFxxxxWAV".utf8), head("RIFF    AVI "), head("RIFX    WAVE"),
            head("riff    wave"), head("RF64    AVI "), head("The wide road is"), head("FORM    8SVX"), head("FLAC"),
            head("OGGS"), head("ftypM4A "),
            head([0x1A, 0x45, 0xDF, 0xA2]), head([0xFF, 0xE0]), head([0xFF, 0xE9]), head([0xFE, 0xFB]),
            head([0xFF, 0x00]), head([0xFF, 0xD8, 0xFF]), head("%PDF-1.7"), head("PK\u{3}\u{4}"), head("<html>"),
            head("MThd"), head("#!AMR\n"), [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0x20, count: 64),
        ])
    func unknown(head: [UInt8]) {
        #expect(AudioFormat(head: head) == nil)
    }

    @Test("each format has a media type of its own that Gemini names")
    func mimeTypes() {
        #expect(Set(AudioFormat.allCases.map(\.mimeType)).count == AudioFormat.allCases.count)
        #expect(AudioFormat.allCases.allSatisfy { $0.mimeType.hasPrefix("audio/") })
    }

    @Test("no bytes bring the reader down", arguments: 0..<4)
    func anyBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let count = Int.random(in: 0...70, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            if let format = AudioFormat(head: bytes) { #expect(bytes.count >= 12, "\(format) of \(bytes)") }
        }
    }
}
