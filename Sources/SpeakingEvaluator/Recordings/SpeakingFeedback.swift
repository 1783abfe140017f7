import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// What an examiner says about one recording. Stored as JSON text.
struct SpeakingFeedback: Codable, Sendable, Equatable {
    let fluencyCoherence: CriterionFeedback
    let lexicalResource: CriterionFeedback
    let grammaticalRangeAccuracy: CriterionFeedback
    let pronunciation: CriterionFeedback
    let strengths: [String]
    let weaknesses: [String]

    enum CodingKeys: String, CodingKey {
        case fluencyCoherence = "fluency_coherence"
        case lexicalResource = "lexical_resource"
        case grammaticalRangeAccuracy = "grammatical_range_accuracy"
        case pronunciation
        case strengths, weaknesses
    }

    static let schema = ResponseSchema.object([
        .required("fluency_coherence", CriterionFeedback.schema),
        .required("lexical_resource", CriterionFeedback.schema),
        .required("grammatical_range_accuracy", CriterionFeedback.schema),
        .required("pronunciation", CriterionFeedback.schema),
        .required("strengths", .array(of: .string, count: 2...2)),
        .required("weaknesses", .array(of: .string, count: 2...2)),
    ])

    /// Computed, never believed (SPEC.md section 3).
    var overallBand: Band {
        .overall(
            of: fluencyCoherence.band, lexicalResource.band, grammaticalRangeAccuracy.band, pronunciation.band)
    }

    /// Whether every criterion, strength and weakness says something.
    var isWorded: Bool {
        let criteria = [fluencyCoherence, lexicalResource, grammaticalRangeAccuracy, pronunciation]
        return (criteria.map(\.feedback) + strengths + weaknesses).allSatisfy { $0.contains(where: \.isLetter) }
    }

    /// The same words with bands for the four criteria in their order.
    func replacing(bands: [Band]) -> SpeakingFeedback {
        func with(_ criterion: CriterionFeedback, _ index: Int) -> CriterionFeedback {
            CriterionFeedback(band: bands[index], feedback: criterion.feedback)
        }
        return SpeakingFeedback(
            fluencyCoherence: with(fluencyCoherence, 0), lexicalResource: with(lexicalResource, 1),
            grammaticalRangeAccuracy: with(grammaticalRangeAccuracy, 2), pronunciation: with(pronunciation, 3),
            strengths: strengths, weaknesses: weaknesses)
    }

    /// What is said where nothing can be marked.
    static func nothing(_ reason: String, band: Band) -> SpeakingFeedback {
        let criterion = CriterionFeedback(band: band, feedback: reason)
        return SpeakingFeedback(
            fluencyCoherence: criterion, lexicalResource: criterion, grammaticalRangeAccuracy: criterion,
            pronunciation: criterion, strengths: [], weaknesses: [reason])
    }
}
