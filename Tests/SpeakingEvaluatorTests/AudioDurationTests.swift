import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite struct AudioDurationTests {
    private func audio(_ bytes: [UInt8]) throws -> AudioFile? {
        try AudioBuilder.withFile(bytes) { try? AudioFile(path: $0) }
    }

    private func seconds(_ bytes: [UInt8]) throws -> Double? {
        try audio(bytes)?.duration?.seconds
    }

    @Test("an MP3 with an Info header lasts as many frames as the header says")
    func mp3Info() throws {
        let info =
            [UInt8](repeating: 0, count: 32) + Array("Info".utf8) + AudioBuilder.big(1, 4) + AudioBuilder.big(1000, 4)
        let bytes = AudioBuilder.mp3Frame(body: info) + AudioBuilder.mp3Frame() + AudioBuilder.mp3Frame()
        #expect(try seconds(bytes).map { abs($0 - 1000 * 1152 / 44_100) < 0.001 } == true)
    }

    @Test("an MP3 with a VBRI header lasts as many frames as the header says")
    func mp3VBRI() throws {
        let vbri =
            [UInt8](repeating: 0, count: 32) + Array("VBRI".utf8) + AudioBuilder.big(0, 10) + AudioBuilder.big(500, 4)
        let bytes = AudioBuilder.mp3Frame(body: vbri) + AudioBuilder.mp3Frame()
        #expect(try seconds(bytes).map { abs($0 - 500 * 1152 / 44_100) < 0.001 } == true)
    }

    @Test("a VBRI header whose count was never written is no count")
    func mp3EmptyVBRI() throws {
        let vbri = [UInt8](repeating: 0, count: 32) + Array("VBRI".utf8) + AudioBuilder.big(0, 14)
        let bytes = AudioBuilder.mp3Frame(body: vbri) + (0..<99).flatMap { _ in AudioBuilder.mp3Frame() }
        #expect(try seconds(bytes).map { abs($0 - 100 * 1152 / 44_100) < 0.05 } == true)
    }

    @Test("a long MP3 whose bit rate changes after minutes is added up to its end")
    func mp3LateChange() throws {
        let bytes = (0..<4000).flatMap { AudioBuilder.mp3Frame(bitRateIndex: $0 < 2500 ? 1 : 9) }
        #expect(try seconds(bytes).map { abs($0 - 4000 * 1152 / 44_100) < 0.05 } == true)
    }

    @Test("an MP3 of constant bit rate behind an ID3 tag is measured by its frames, beyond those looked at too")
    func mp3Constant() throws {
        let tag: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 1, 0] + [UInt8](repeating: 0, count: 128)
        let bytes = tag + (0..<3000).flatMap { _ in AudioBuilder.mp3Frame() }
        #expect(try seconds(bytes).map { abs($0 - 3000 * 1152 / 44_100) < 0.05 } == true)
    }

    @Test("an MP3 of variable bit rate without a header is added up frame by frame")
    func mp3Variable() throws {
        let bytes = (0..<400).flatMap { AudioBuilder.mp3Frame(bitRateIndex: $0 % 2 == 0 ? 5 : 14) }
        #expect(try seconds(bytes).map { abs($0 - 400 * 1152 / 44_100) < 0.05 } == true)
    }

    @Test("an M4A lasts as long as its sound track's header says")
    func m4a() throws {
        #expect(try seconds(AudioBuilder.m4a(ticks: 90 * 44_100, scale: 44_100)) == 90)
    }

    @Test("a fragmented M4A ends with its last fragment")
    func fragmentedM4A() throws {
        let fragments =
            AudioBuilder.fragment(at: 0, count: 100, each: 1024)
            + AudioBuilder.fragment(at: 102_400, count: 50, each: 1024)
        let bytes = AudioBuilder.m4a(ticks: 0, scale: 51_200, fragments: fragments)
        #expect(try seconds(bytes) == 3)
    }

    @Test("an MP4 without a sound track is not a recording")
    func video() throws {
        #expect(try audio(AudioBuilder.m4a(handler: "vide", ticks: 1000, scale: 100)) == nil)
    }

    @Test("an Opus recording counts at 48 kHz without its pre-skip")
    func opus() throws {
        let bytes =
            AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.opusHead(preSkip: 312), flags: 2)
            + AudioBuilder.oggPage(granule: 960, packet: [1, 2])
            + AudioBuilder.oggPage(granule: 48_000 * 61 + 312, packet: [1, 2, 3])
            + AudioBuilder.oggPage(granule: .max, packet: [4])
        #expect(try seconds(bytes) == 61)
    }

    @Test("a Vorbis recording counts at its own rate, and by pages of its own stream")
    func vorbis() throws {
        let bytes =
            AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.vorbisHead(rate: 22_050), flags: 2)
            + AudioBuilder.oggPage(granule: 1024, packet: [1])
            + AudioBuilder.oggPage(granule: 22_050 * 12, packet: [1])
            + AudioBuilder.oggPage(granule: 22_050 * 99, packet: [1], serial: 8)
        #expect(try seconds(bytes) == 12)
    }

    @Test("an Ogg whose first packet is no audio codec's is not a recording")
    func theora() throws {
        #expect(try audio(AudioBuilder.oggPage(granule: 0, packet: [0x80] + Array("theora".utf8))) == nil)
    }

    @Test("an AAC stream is walked frame by frame, and reckoned beyond the frames looked at", arguments: [100, 25_000])
    func adts(count: Int) throws {
        let bytes = (0..<count).flatMap { _ in AudioBuilder.adtsFrame() }
        #expect(try seconds(bytes).map { abs($0 - Double(count) * 1024 / 44_100) < 0.001 } == true)
    }

    @Test("a WebM lasts what its header says, or until its last block where a browser wrote no duration")
    func webm() throws {
        #expect(try seconds(AudioBuilder.webm(duration: 75_500)) == 75.5)
        let live = AudioBuilder.webm(duration: nil, clusters: [(0, [0, 60, 120]), (30_000, [0, 60, 5_000])])
        #expect(try seconds(live) == 35)
    }

    @Test("a WebM without a sound track is not a recording")
    func webmVideo() throws {
        #expect(try audio(AudioBuilder.webm(duration: 1000, trackType: 1)) == nil)
    }

    @Test("a container that claims more than Gemini takes is not believed")
    func absurd() throws {
        let found = try audio(AudioBuilder.m4a(ticks: 36_000 * 100, scale: 100))
        #expect(found != nil)
        #expect(found?.plausibleDuration == nil)
    }

    @Test("cut and mangled files of every kind end without a crash")
    func mangled() throws {
        var random = SystemRandomNumberGenerator()
        let whole = [
            AudioBuilder.m4a(ticks: 100, scale: 10, fragments: AudioBuilder.fragment(at: 0, count: 3, each: 3)),
            AudioBuilder.webm(duration: nil, clusters: [(0, [0, 60])]),
            AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.opusHead(preSkip: 0)),
            AudioBuilder.wav([Int16](repeating: 5, count: 8000)), (0..<4).flatMap { _ in AudioBuilder.adtsFrame() },
            (0..<4).flatMap { _ in AudioBuilder.mp3Frame() },
        ]
        for bytes in whole {
            for _ in 0..<60 {
                var copy = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
                for _ in 0..<4 where copy.count > 16 {
                    copy[Int.random(in: 8..<min(copy.count, 200), using: &random)] = [0, 0xFF, 0x7F, 0x80]
                        .randomElement()!
                }
                if let duration = try audio(copy)?.duration { #expect(duration >= .zero) }
            }
        }
    }
}
