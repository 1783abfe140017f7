import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// A completed writing evaluation in a history: all of `WritingResult` but the feedback.
struct WritingSummary: RecordSummary {
    let overallBand: Band
    let taskAchievementBand: Band
    let coherenceBand: Band
    let lexicalBand: Band
    let grammarBand: Band
    let wordCount: Int
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: DecimalAttribute?
    let promptVersion: String
    let warnings: [EvaluationWarning]?
    let confidence: BandConfidence?
    let modelRung: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case overallBand = "overall_band"
        case taskAchievementBand = "task_achievement_band"
        case coherenceBand = "coherence_band"
        case lexicalBand = "lexical_band"
        case grammarBand = "grammar_band"
        case wordCount = "word_count"
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
        case warnings, confidence
        case modelRung = "model_rung"
    }
}
