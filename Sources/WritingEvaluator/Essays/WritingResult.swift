import Base
import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining
import FoundationEssentials

/// The API's answer (SPEC.md section 3): what a history shows of the record, with the feedback.
struct WritingResult: Encodable, Sendable {
    let sessionID: String
    let feedback: WritingFeedback
    let summary: WritingSummary

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id"
        case feedback
    }

    /// - Throws: if the record or the feedback in it can't be read.
    init(key: JobKey, record: WritingRecord) throws {
        sessionID = key.id.description
        feedback = try JSONDecoder().decode(WritingFeedback.self, from: Data(record.feedback.utf8))
        summary = try WritingSummary(of: record)
    }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sessionID, forKey: .sessionID)
        try container.encode(feedback, forKey: .feedback)
    }
}
