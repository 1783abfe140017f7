import BandUpCore
import FoundationEssentials

/// What is known of a recording without decoding it.
struct AudioFile: Sendable, Equatable {
    let format: AudioFormat
    let byteCount: Int
    /// From the container; nil where a damaged or unusual one does not give it away.
    let duration: Duration?
    /// How loud it is; nil for compressed formats, which only the model can hear.
    let level: AudioLevel?

    /// The upload limit for recordings (SPEC.md section 9).
    static let maximumByteCount = 100 << 20
    /// Gemini takes no longer recording in a prompt (Gemini API, audio understanding); a container that states more is
    /// not believed.
    static let longestDuration = Duration.seconds(Int64(9.5 * 3600))

    /// Nil when it is not a known audio file: by its first bytes, and by what follows where those are not enough (an MP4
    /// or WebM without a track of sound, an Ogg with video).
    init?(path: String) {
        guard let file = FileHeadReader(path: path) else { return nil }
        let start = Self.endOfID3(file)
        let head = file.read(count: Self.headByteCount, at: start)
        // Behind a tag any stream may follow; padding before it is the habit of MP3 writers alone.
        guard let format = AudioFormat(head: head) ?? (start > 0 ? .mp3 : nil) else { return nil }
        var level: AudioLevel?
        let duration: Duration?
        switch format {
        case .wav:
            duration = AudioHeader.wavDuration(file)
            level = AudioHeader.wavSamples(file).flatMap { AudioLevel(file, $0) }
        case .aiff:
            duration = AudioHeader.aiffDuration(file)
            level = AudioHeader.aiffSamples(file).flatMap { AudioLevel(file, $0) }
        case .flac: duration = AudioHeader.flacDuration(head)
        case .mp3:
            guard MPEGAudio.firstFrame(file, from: start) != nil else { return nil }
            duration = MPEGAudio.duration(file, from: start)
        case .aac:
            guard let seconds = ADTS.duration(file, from: start) else { return nil }
            duration = seconds
        case .ogg:
            guard Ogg.codec(file) != nil else { return nil }
            duration = Ogg.duration(file)
        case .mp4:
            let media = ISOMedia(file)
            guard media.hasAudio else { return nil }
            duration = media.duration
        case .webm:
            let media = Matroska(file)
            guard media.hasAudio else { return nil }
            duration = media.duration
        }
        self.format = format
        byteCount = file.byteCount
        self.duration = duration
        self.level = level
    }

    /// The duration, unless it is one that no answer can have.
    var plausibleDuration: Duration? {
        duration.flatMap { $0 > .zero && $0 <= Self.longestDuration ? $0 : nil }
    }

    private static let headByteCount = 64

    /// ID3v2 states its size in four bytes of seven bits, without its header of ten and the footer that flag 0x10 tells
    /// of. Two tags in a row occur.
    private static func endOfID3(_ file: FileHeadReader) -> Int {
        var position = 0
        for _ in 0..<4 {
            let header = file.read(count: 10, at: position)
            guard header.count == 10, header.starts(with: "ID3".utf8), header[6...].allSatisfy({ $0 < 0x80 }) else {
                break
            }
            position += 10 + header[6...].reduce(0) { $0 << 7 | Int($1) } + (header[5] & 0x10 != 0 ? 10 : 0)
        }
        return position
    }
}
