import BandUpCore

/// The model's answer: the feedback, and how sure it is of the bands.
struct WritingAssessment: Assessment {
    let feedback: WritingFeedback
    let ownConfidence: BandConfidence.Level?

    private enum CodingKeys: String, CodingKey {
        case confidence
    }

    init(feedback: WritingFeedback, ownConfidence: BandConfidence.Level?) {
        self.feedback = feedback
        self.ownConfidence = ownConfidence
    }

    /// Feedback and confidence stand side by side in one object.
    init(from decoder: any Decoder) throws {
        feedback = try WritingFeedback(from: decoder)
        ownConfidence = try decoder.container(keyedBy: CodingKeys.self)
            .decodeIfPresent(BandConfidence.Level.self, forKey: .confidence)
    }

    static let schema: ResponseSchema = {
        guard case .object(let properties) = WritingFeedback.schema else { return WritingFeedback.schema }
        return .object(properties + [.optional("confidence", BandConfidence.schema)])
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
