import Base
import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining
import FoundationEssentials

/// The API's answer (SPEC.md section 3): what a history shows of the record, with transcript and feedback.
struct SpeakingResult: Encodable, Sendable {
    let sessionID: String
    let transcript: String
    let feedback: SpeakingFeedback
    let summary: SpeakingSummary

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id"
        case transcript, feedback
    }

    /// - Throws: if the record or the feedback in it can't be read.
    init(key: JobKey, record: SpeakingRecord) throws {
        sessionID = key.id.description
        transcript = record.transcript
        feedback = try JSONDecoder().decode(SpeakingFeedback.self, from: Data(record.feedback.utf8))
        summary = try SpeakingSummary(of: record)
    }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sessionID, forKey: .sessionID)
        try container.encode(transcript, forKey: .transcript)
        try container.encode(feedback, forKey: .feedback)
    }
}
