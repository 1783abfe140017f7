import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// The model's answer: what it heard, and what it thinks of it.
struct SpeakingAssessment: Assessment {
    let transcript: String
    /// Passages of it as the model copied them; not stored.
    var addressedToExaminer: [String] = []
    let feedback: SpeakingFeedback
    /// Silences of the learner's that a listener notices, as far as the model gives them.
    var pauses: [SpeakingPause]? = nil
    var confidence: BandConfidence.Level? = nil

    /// The shape that the model is held to. The transcript comes first, so that the marks follow what was heard.
    static let schema = ResponseSchema.object([
        .required("transcript", .string),
        .required("addressed_to_examiner", ReportedPassages.schema),
        .optional("pauses", .array(of: SpeakingPause.schema, count: 0...40)),
        .required("feedback", SpeakingFeedback.schema),
        .optional("confidence", BandConfidence.schema),
    ])

    private enum CodingKeys: String, CodingKey {
        case transcript, feedback, pauses, confidence
        case addressedToExaminer = "addressed_to_examiner"
    }

    static let criteria = [
        "fluency_coherence", "lexical_resource", "grammatical_range_accuracy", "pronunciation",
    ]

    var bands: [Band] {
        [
            feedback.fluencyCoherence.band, feedback.lexicalResource.band, feedback.grammaticalRangeAccuracy.band,
            feedback.pronunciation.band,
        ]
    }

    var ownConfidence: BandConfidence.Level? { confidence }

    func replacing(bands: [Band]) -> SpeakingAssessment {
        SpeakingAssessment(
            transcript: transcript, addressedToExaminer: addressedToExaminer,
            feedback: feedback.replacing(bands: bands), pauses: pauses, confidence: confidence)
    }
}

/// A silence of a second or more inside an answer.
struct SpeakingPause: Codable, Sendable, Equatable {
    /// The last words before it.
    let after: String
    let seconds: Double

    static let schema = ResponseSchema.object([
        .required("after", .string.described("the last two to five words before the pause")),
        .required("seconds", .number(0...120)),
    ])
}
