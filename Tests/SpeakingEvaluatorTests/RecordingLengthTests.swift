import BandUpCore
import Base
import TestSupport
import Testing

@testable import SpeakingEvaluator

/// Lengths where a header tells of a part only, where a stream does not begin at 0, where there are very many parts.
@Suite("The length of a whole recording") struct RecordingLengthTests {
    private func audio(_ bytes: [UInt8]) throws -> AudioFile {
        try AudioBuilder.withFile(bytes) { try AudioFile(path: $0) }
    }

    private func seconds(_ bytes: [UInt8]) throws -> Double {
        try #require(audio(bytes).duration).seconds
    }

    // MARK: MP4

    private static func fragments(_ count: Int, from start: Int = 0, hasTimes: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in 0..<count {
            let time = UInt64((start + index) * 100)
            bytes += AudioBuilder.fragment(at: hasTimes ? time : nil, count: 5, each: 20)
            bytes += AudioBuilder.box("mdat", [1, 2, 3])
        }
        return bytes
    }

    @Test("an MP4 of thousands of fragments lasts until the last one", arguments: [1500, 20_000])
    func manyFragments(count: Int) throws {
        // A tenth of a second each.
        let bytes = AudioBuilder.m4a(ticks: 0, scale: 1000, fragments: Self.fragments(count))
        #expect(try seconds(bytes) == Double(count) / 10)
    }

    @Test("fragments that begin late last from their first to their last")
    func lateFragments() throws {
        let bytes = AudioBuilder.m4a(ticks: 0, scale: 1000, fragments: Self.fragments(200, from: 3000))
        #expect(try seconds(bytes) == 20)
    }

    @Test("fragments without times follow each other")
    func fragmentsWithoutTimes() throws {
        let bytes = AudioBuilder.m4a(ticks: 0, scale: 1000, fragments: Self.fragments(200, hasTimes: false))
        #expect(try seconds(bytes) == 20)
    }

    @Test("a fragment that does not say how long a sample lasts has it from the index")
    func defaultDuration() throws {
        let bytes = AudioBuilder.indexedM4A(samples: 0, fragments: AudioBuilder.fragment(at: 0, count: 50, each: nil))
        #expect(try seconds(bytes) == 1)
    }

    @Test("an index of the first part does not hide the fragments behind it", arguments: [true, false])
    func indexAndFragments(hasTimes: Bool) throws {
        // 250 samples of 20 ms in the index: 5 s.
        let fragments = Self.fragments(150, from: 50, hasTimes: hasTimes)
        #expect(try seconds(AudioBuilder.indexedM4A(samples: 250, fragments: fragments)) == 20)
    }

    @Test("the samples in the index count where its header states less")
    func samplesOfIndex() throws {
        #expect(try seconds(AudioBuilder.indexedM4A(samples: 250, stated: 1000)) == 5)
    }

    @Test("QuickTime's second handler does not make the sound something else")
    func quickTime() throws {
        let content = AudioBuilder.big(0, 4) + Array("dhlrurl ".utf8) + AudioBuilder.big(0, 13)
        let handler = AudioBuilder.box("hdlr", content)
        #expect(try seconds(AudioBuilder.indexedM4A(samples: 100, information: handler)) == 2)
    }

    @Test("fragments of a film's other track are not the sound's")
    func otherTrack() throws {
        let film = AudioBuilder.fragment(at: 0, count: 5000, each: 20, track: 2)
        #expect(try seconds(AudioBuilder.indexedM4A(samples: 0, fragments: Self.fragments(10) + film)) == 1)
    }

    @Test("an MP4 without its index, or without its beginning, is incomplete")
    func incomplete() throws {
        let ftyp = AudioBuilder.box("ftyp", Array("M4A ".utf8) + AudioBuilder.big(0, 4))
        let mdat = AudioBuilder.box("mdat", [UInt8](repeating: 3, count: 5000))
        #expect(throws: RecordingFault.noIndex) { try audio(ftyp + mdat) }
        #expect(throws: RecordingFault.noIndex) { try audio((ftyp + mdat).dropLast(900)) }
        #expect(throws: RecordingFault.noIndex) { try audio(mdat) }
        #expect(throws: RecordingFault.noIndex) { try audio(Array(AudioBuilder.indexedM4A(samples: 9).prefix(80))) }
        #expect(throws: RecordingFault.noBeginning) { try audio(Self.fragments(5)) }
        // Pictures in this container have another index.
        #expect(throws: RecordingFault.unknownFormat) { try audio(ftyp + AudioBuilder.box("meta", [0]) + mdat) }
    }

    @Test("an index without a sample is an empty recording")
    func emptyMP4() throws {
        #expect(try audio(AudioBuilder.m4a(ticks: 0, scale: 1000)).isEmpty)
        #expect(try !audio(AudioBuilder.indexedM4A(samples: 1)).isEmpty)
    }

    // MARK: MP3

    private static func info(frames: UInt64) -> [UInt8] {
        AudioBuilder.mp3Frame(
            body: [UInt8](repeating: 0, count: 32) + Array("Info".utf8) + AudioBuilder.big(1, 4)
                + AudioBuilder.big(frames, 4))
    }

    private static func mp3(frames: Int) -> [UInt8] {
        info(frames: UInt64(frames)) + [UInt8](repeatElement(AudioBuilder.mp3Frame(), count: frames).joined())
    }

    @Test("a joined MP3 lasts as long as all its parts")
    func joinedMP3() throws {
        let seconds = try seconds(Self.mp3(frames: 200) + Self.mp3(frames: 900))
        #expect(abs(seconds - 1100 * 1152 / 44_100) < 0.03)
    }

    @Test("an MP3 of nothing but its encoder's frame is empty")
    func emptyMP3() throws {
        #expect(try audio(Self.info(frames: 0)).isEmpty)
    }

    // MARK: WebM

    private static func clusters(_ seconds: Int, from start: Int = 0) -> [(time: UInt64, blocks: [UInt64])] {
        (start..<(start + seconds)).map { (UInt64($0 * 1000), [0, 250, 500, 750, 1000]) }
    }

    @Test("joined WebM files last as long as all of them, whatever each states", arguments: [nil, 1000.0])
    func joinedWebM(stated: Double?) throws {
        let one = AudioBuilder.webm(duration: stated, clusters: Self.clusters(12))
        let two = AudioBuilder.webm(duration: stated, clusters: Self.clusters(8))
        #expect(try seconds(one + two) == 20)
    }

    @Test("clusters whose times begin again belong to another recording")
    func restartedClusters() throws {
        #expect(try seconds(AudioBuilder.webm(duration: nil, clusters: Self.clusters(12) + Self.clusters(8))) == 20)
    }

    @Test("a WebM that begins late lasts from its first block to its last", arguments: [nil, 20_000, 320_000.0])
    func lateWebM(stated: Double?) throws {
        #expect(try seconds(AudioBuilder.webm(duration: stated, clusters: Self.clusters(20, from: 300))) == 20)
    }

    @Test("a damaged piece of a WebM does not end it")
    func damagedWebM() throws {
        var bytes = AudioBuilder.webm(duration: nil, clusters: Self.clusters(12))
        bytes += [UInt8](repeating: 0, count: 500)
        bytes += AudioBuilder.element(0x1F43_B675, AudioBuilder.element(0xE7, AudioBuilder.big(15_000, 4)))
        bytes += AudioBuilder.element(0xA3, [0x81, 0, 0, 0x80, 1])
        #expect(try seconds(bytes) == 15)
    }

    @Test("a WebM of more blocks than an hour has is walked to its end")
    func longWebM() throws {
        let blocks = (0..<1500).flatMap { AudioBuilder.element(0xA3, [0x81] + AudioBuilder.big($0 * 20, 2) + [0x80]) }
        var bytes = AudioBuilder.webm(duration: nil)
        for cluster in 0..<150 {
            let time = AudioBuilder.element(0xE7, AudioBuilder.big(UInt64(cluster) * 30_000, 4))
            bytes += AudioBuilder.element(0x1F43_B675, time + blocks)
        }
        #expect(try seconds(bytes) == 150 * 30 - 0.02)
    }

    @Test("a WebM without a block is empty, and a cluster without a header lacks its beginning")
    func emptyWebM() throws {
        #expect(try audio(AudioBuilder.webm(duration: 5000)).isEmpty)
        let cluster = AudioBuilder.element(0x1F43_B675, AudioBuilder.element(0xE7, AudioBuilder.big(0, 4)))
        #expect(throws: RecordingFault.noBeginning) { try audio(cluster) }
    }

    // MARK: Ogg

    @Test("chained Ogg streams are added up, of the same serial number or another", arguments: [7, 8])
    func chainedOgg(serial: UInt64) throws {
        let bytes = AudioBuilder.opusStream(seconds: 6) + AudioBuilder.opusStream(seconds: 9, serial: serial)
        #expect(try seconds(bytes) == 15)
    }

    @Test("an Ogg stream that begins late lasts from its first sample to its last")
    func lateOgg() throws {
        #expect(try seconds(AudioBuilder.opusStream(seconds: 20, startingAt: 600)) == 20)
        // 512 samples a packet, where the longest block would bring 1,024: the second page tells.
        var vorbis = AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.vorbisHead(rate: 32_000), flags: 2)
        for page in 1...100 {
            let granule = UInt64(960_000 + page * 5120)
            vorbis += AudioBuilder.oggPage(granule: granule, packets: [[UInt8]](repeating: [1], count: 10))
        }
        #expect(try seconds(vorbis) == 16)
    }

    @Test("a piece that is no page does not end an Ogg stream")
    func damagedOgg() throws {
        let whole = AudioBuilder.opusStream(seconds: 20)
        let bytes = whole.prefix(2000) + [UInt8](repeating: 0x4F, count: 99) + whole.dropFirst(2400)
        #expect(try seconds(Array(bytes)) == 20)
    }

    @Test("a skeleton in front of an Ogg stream is stepped over")
    func skeleton() throws {
        let fishead = AudioBuilder.oggPage(granule: 0, packet: Array("fishead\u{0}".utf8), serial: 1, flags: 2)
        #expect(try seconds(fishead + AudioBuilder.opusStream(seconds: 3)) == 3)
    }

    @Test("an Ogg stream of nothing but headers is empty")
    func emptyOgg() throws {
        let head = AudioBuilder.oggPage(granule: 0, packet: AudioBuilder.opusHead(preSkip: 312), flags: 2)
        #expect(try audio(head + AudioBuilder.oggPage(granule: 0, packet: Array("OpusTags".utf8))).isEmpty)
        #expect(try !audio(AudioBuilder.opusStream(seconds: 1)).isEmpty)
    }

    // MARK: Others

    @Test("a FLAC of nothing but metadata is empty")
    func emptyFLAC() throws {
        #expect(try audio(TestAudio.flac(rate: 8000, samples: 0)).isEmpty)
        #expect(try !audio(TestAudio.flac(rate: 8000, samples: 0) + [0xFF, 0xF8, 1, 2]).isEmpty)
    }

    @Test("an AIFF whose count or size was never written lasts as long as its samples", arguments: [88_208, 8, 0])
    func openAIFF(size: UInt64) throws {
        let sound = Array("SSND".utf8) + AudioBuilder.big(size, 4) + AudioBuilder.big(0, 8)
        let bytes = TestAudio.aiff(frames: 0) + sound + [UInt8](repeating: 7, count: 88_200)
        #expect(try seconds(bytes) == 1)
    }
}
