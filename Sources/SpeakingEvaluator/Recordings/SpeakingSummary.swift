import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

/// A completed speaking evaluation in a history: all of `SpeakingResult` but the transcript and the feedback.
struct SpeakingSummary: RecordSummary {
    /// Seconds.
    let duration: DecimalAttribute
    let wordCount: Int
    let overallBand: Band
    let fluencyBand: Band
    let lexicalBand: Band
    let grammarBand: Band
    let pronunciationBand: Band
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: DecimalAttribute?
    let promptVersion: String
    /// Words a minute.
    let speakingRate: DecimalAttribute?
    let pauses: [SpeakingPause]?
    let warnings: [EvaluationWarning]?
    let confidence: BandConfidence?
    let modelRung: Int?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case duration
        case wordCount = "word_count"
        case overallBand = "overall_band"
        case fluencyBand = "fluency_band"
        case lexicalBand = "lexical_band"
        case grammarBand = "grammar_band"
        case pronunciationBand = "pronunciation_band"
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
        case speakingRate = "speaking_rate"
        case pauses, warnings, confidence
        case modelRung = "model_rung"
    }
}
