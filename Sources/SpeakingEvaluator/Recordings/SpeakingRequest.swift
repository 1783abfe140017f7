import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining

/// One recorded answer to be scored.
struct SpeakingRequest: ContentHashed, Sendable {
    let audio: S3Location
    let part: SpeakingPart
    let questions: [String]

    static let maximumQuestions = 20
    /// In Unicode scalars.
    static let maximumQuestionLength = 1_000

    init(_ fields: RequestFields) throws(InvalidField) {
        audio = try fields.s3Location("audio_url")
        part = try fields.enumeration("part", default: .part1)
        questions = try fields.stringArray(
            "questions", default: [], maxCount: Self.maximumQuestions, maxLength: Self.maximumQuestionLength)
    }

    var hashedContent: [String] {
        ["speaking", part.rawValue, audio.url] + questions
    }
}
