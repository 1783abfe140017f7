import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining
import FoundationEssentials

/// The attributes of a completed writing evaluation (SPEC.md section 4).
struct WritingRecord: Codable, Sendable {
    let overallBand: String
    let taskAchievementBand: String
    let coherenceBand: String
    let lexicalBand: String
    let grammarBand: String
    let wordCount: Int
    /// `WritingFeedback` as JSON text.
    let feedback: String
    let modelUsed: String
    let modelVersion: String
    /// US dollars; absent where the model's price is not known.
    let estimatedCost: String?
    let promptVersion: String
    /// Absent where there are none.
    var warnings: [EvaluationWarning]? = nil
    /// Absent where the bands follow from a rule.
    var confidence: BandConfidence? = nil
    /// The place on the ladder of the model whose bands these are, from 1; 0 where a rule gave them.
    var modelRung: Int? = nil

    enum CodingKeys: String, CodingKey {
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
}
