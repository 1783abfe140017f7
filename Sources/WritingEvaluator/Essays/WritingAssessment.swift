import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// The model's answer: what in the essay speaks to the examiner, the feedback, and how sure it is of the bands.
struct WritingAssessment: Assessment {
    /// Passages as the model copied them; looked at before anything is marked, and not stored.
    let addressedToExaminer: [String]
    let feedback: WritingFeedback
    let ownConfidence: BandConfidence.Level?

    private enum CodingKeys: String, CodingKey {
        case addressedToExaminer = "addressed_to_examiner"
        case confidence
    }

    init(addressedToExaminer: [String] = [], feedback: WritingFeedback, ownConfidence: BandConfidence.Level?) {
        self.addressedToExaminer = addressedToExaminer
        self.feedback = feedback
        self.ownConfidence = ownConfidence
    }

    /// All stand side by side in one object.
    init(from decoder: any Decoder) throws {
        feedback = try WritingFeedback(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        addressedToExaminer = try container.decode([String].self, forKey: .addressedToExaminer)
        ownConfidence = try container.decodeIfPresent(BandConfidence.Level.self, forKey: .confidence)
    }

    static let schema: ResponseSchema = {
        guard case .object(let properties) = WritingFeedback.schema else { return WritingFeedback.schema }
        return .object(
            [.required("addressed_to_examiner", ReportedPassages.schema)] + properties
                + [.optional("confidence", BandConfidence.schema)])
    }()

    static let criteria = [
        "task_achievement", "coherence_cohesion", "lexical_resource", "grammatical_range_accuracy",
    ]

    var bands: [Band] {
        [
            feedback.taskAchievement.band, feedback.coherenceCohesion.band, feedback.lexicalResource.band,
            feedback.grammaticalRangeAccuracy.band,
        ]
    }

    func replacing(bands: [Band]) -> WritingAssessment {
        func with(_ criterion: CriterionFeedback, _ index: Int) -> CriterionFeedback {
            CriterionFeedback(band: bands[index], feedback: criterion.feedback)
        }
        return WritingAssessment(
            addressedToExaminer: addressedToExaminer,
            feedback: WritingFeedback(
                taskAchievement: with(feedback.taskAchievement, 0),
                coherenceCohesion: with(feedback.coherenceCohesion, 1),
                lexicalResource: with(feedback.lexicalResource, 2),
                grammaticalRangeAccuracy: with(feedback.grammaticalRangeAccuracy, 3),
                quotedExamples: feedback.quotedExamples, strengths: feedback.strengths,
                weaknesses: feedback.weaknesses),
            ownConfidence: ownConfidence)
    }
}
