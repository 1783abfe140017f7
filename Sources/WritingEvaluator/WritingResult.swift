import BandUpCore
import FoundationEssentials

/// The API's answer (SPEC.md section 3).
struct WritingResult: Encodable, Sendable {
    let sessionID: String
    let overallBand: Band
    let taskAchievementBand: Band
    let coherenceBand: Band
    let lexicalBand: Band
    let grammarBand: Band
    let wordCount: Int
    let feedback: WritingFeedback
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: Decimal?
    let promptVersion: String
    let warnings: [EvaluationWarning]
    let confidence: BandConfidence?
    let modelRung: Int?

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id"
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

    /// - Throws: if the stored feedback can't be read.
    init(key: JobKey, record: WritingRecord) throws {
        sessionID = key.id.description
        feedback = try JSONDecoder().decode(WritingFeedback.self, from: Data(record.feedback.utf8))
        overallBand = feedback.overallBand
        taskAchievementBand = feedback.taskAchievement.band
        coherenceBand = feedback.coherenceCohesion.band
        lexicalBand = feedback.lexicalResource.band
        grammarBand = feedback.grammaticalRangeAccuracy.band
        wordCount = record.wordCount
        modelUsed = record.modelUsed
        modelVersion = record.modelVersion
        estimatedCost = record.estimatedCost.flatMap { Decimal(string: $0) }
        promptVersion = record.promptVersion
        warnings = record.warnings ?? []
        confidence = record.confidence
        modelRung = record.modelRung
    }
}
