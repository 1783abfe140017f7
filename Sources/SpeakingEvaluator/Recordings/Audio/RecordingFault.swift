import BandUpCore
import BandUpJobs
import Base

/// Why a file is not taken for a recording.
enum RecordingFault: Error, Sendable, Equatable {
    case unknownFormat
    /// An MP4 without the index by which its sound is found: a recorder writes it last.
    case noIndex
    /// What a recorder writes first is missing.
    case noBeginning

    var failure: JobFailure {
        switch self {
        case .unknownFormat:
            JobFailure(
                .unsupportedMedia,
                "The file is not a recording in a known format (WAV, MP3, M4A, OGG, FLAC, AAC, AIFF, WebM).",
                field: "audio_url")
        case .noIndex:
            JobFailure(
                .unprocessable,
                "The recording is incomplete: it lacks its index (`moov`), which a recorder writes at the end. Stop "
                    + "the recorder before the file is saved, and upload all of it.", field: "audio_url")
        case .noBeginning:
            JobFailure(
                .unprocessable,
                "The recording is incomplete: it lacks its beginning. Upload everything that the recorder gave, from "
                    + "the first piece on.", field: "audio_url")
        }
    }
}
