import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// A completed writing evaluation: the record's attributes and the API's members (SPEC.md sections 3 and 4).
struct WritingOutcome: JobOutcome {
    let overallBand: DecimalAttribute
    let taskAchievementBand: DecimalAttribute
    let coherenceBand: DecimalAttribute
    let lexicalBand: DecimalAttribute
    let grammarBand: DecimalAttribute
    let wordCount: Int
    /// Not in a history.
    let feedback: JSONAttribute<WritingFeedback>?
    let modelUsed: String
    let modelVersion: String
    /// US dollars; absent where the model's price is not known.
    let estimatedCost: DecimalAttribute?
    let promptVersion: String
    /// Absent where there are none.
    var warnings: [EvaluationWarning]? = nil
    /// Absent where the bands follow from a rule.
    var confidence: BandConfidence? = nil
    /// The place on the ladder of the model whose bands these are, from 1; 0 where a rule gave them.
    var modelRung: Int? = nil

    enum CodingKeys: String, CodingKey, CaseIterable {
        case overallBand = "overall_band"
        case taskAchievementBand = "task_achievement_band"
        case coherenceBand = "coherence_band"
        case lexicalBand = "lexical_band"
        case grammarBand = "grammar_band"
        case wordCount = "word_count"
        case feedback
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
        case warnings, confidence
        case modelRung = "model_rung"
    }

    static var listedAttributes: [String] { CodingKeys.allCases.filter { $0 != .feedback }.map(\.stringValue) }

    var isWhole: Bool { feedback != nil }
}
