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
    /// That there is certainly not a single sample in it.
    let isEmpty: Bool
    /// What is to be written into the file before it is sent, if anything.
    let patch: HeaderPatch?

    /// The upload limit for recordings (SPEC.md section 9).
    static let maximumByteCount = 100 << 20
    /// Gemini takes no longer recording in a prompt (Gemini API, audio understanding); a container that states more is
    /// not believed.
    static let longestDuration = Duration.seconds(Int64(9.5 * 3600))

    /// - Throws: where it is not a known audio file: by its first bytes, and by what follows where those are not enough
    ///   (an MP4 or WebM without a track of sound, an Ogg with video).
    init(path: String) throws(RecordingFault) {
        guard let file = FileHeadReader(path: path), let start = StreamStart(file) else { throw .unknownFormat }
        var level: AudioLevel?
        var patch: HeaderPatch?
        let duration: Duration?
        let isEmpty: Bool
        switch start.format {
        case .wav:
            let wave = WaveFile(file)
            (duration, isEmpty, patch) = (wave.duration, wave.isEmpty, wave.patch)
            level = wave.samples.flatMap { AudioLevel(file, $0) }
        case .aiff:
            let aiff = AIFFFile(file)
            (duration, isEmpty) = (aiff.duration, aiff.isEmpty)
            level = aiff.samples.flatMap { AudioLevel(file, $0) }
        case .flac:
            let stream = FLACStream(file, from: start.offset)
            (duration, isEmpty) = (stream.duration, stream.isEmpty)
        case .mp3:
            let stream = MPEGAudio(file, from: start.offset)
            (duration, isEmpty) = (stream.duration, stream.isEmpty)
        case .aac: (duration, isEmpty) = (ADTS(file, from: start.offset).duration, false)
        case .ogg:
            guard let stream = OggStream(file) else { throw .unknownFormat }
            (duration, isEmpty) = (stream.duration, stream.isEmpty)
        case .mp4:
            let media = ISOMedia(file)
            guard media.hasAudio else { throw media.fault }
            (duration, isEmpty) = (media.duration, media.isEmpty)
        case .webm:
            let media = Matroska(file)
            guard media.hasAudio else { throw media.fault }
            (duration, isEmpty) = (media.duration, media.isEmpty)
        }
        format = start.format
        byteCount = file.byteCount
        self.duration = duration
        self.level = level
        self.isEmpty = isEmpty
        self.patch = patch
    }

    /// The duration, unless it is one that no answer can have.
    var plausibleDuration: Duration? {
        duration.flatMap { $0 > .zero && $0 <= Self.longestDuration ? $0 : nil }
    }
}
