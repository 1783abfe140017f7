import BandUpCore
import FoundationEssentials

/// What is known of a recording without decoding it.
struct AudioFile: Sendable, Equatable {
    let format: AudioFormat
    let byteCount: Int
    /// From the container's header; nil where the format does not say it there (MP3, AAC, OGG, MP4, WebM).
    let duration: Duration?

    /// The upload limit for recordings (SPEC.md section 9).
    static let maximumByteCount = 100 << 20

    /// Nil when it is not a known audio file.
    init?(path: String) {
        guard let handle = FileHeadReader(path: path) else { return nil }
        let head = handle.read(count: Self.headByteCount, at: 0)
        guard let format = AudioFormat(head: head) else { return nil }
        self.format = format
        byteCount = handle.byteCount
        duration =
            switch format {
            case .wav: AudioHeader.wavDuration(handle)
            case .flac: AudioHeader.flacDuration(head)
            case .aiff: AudioHeader.aiffDuration(handle)
            case .mp3, .mp4, .ogg, .aac, .webm: nil
            }
    }

    private static let headByteCount = 64
}
