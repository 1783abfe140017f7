import BandUpCore
import FoundationEssentials

/// The API's answer (SPEC.md section 3).
struct SpeakingResult: Encodable, Sendable {
    let sessionID: String
    let transcript: String
    /// Seconds.
    let duration: Decimal?
    let wordCount: Int
    let overallBand: Band
    let fluencyBand: Band
    let lexicalBand: Band
    let grammarBand: Band
    let pronunciationBand: Band
    let feedback: SpeakingFeedback
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: Decimal?
    let promptVersion: String
    /// Words a minute.
    let speakingRate: Decimal?
    let pauses: [SpeakingPause]?
    let warnings: [EvaluationWarning]
    let confidence: BandConfidence?
    let modelRung: Int?

    enum CodingKeys: String, CodingKey {
        case sessionID = "session_id"
        case transcript, duration
        case wordCount = "word_count"
        case overallBand = "overall_band"
        case fluencyBand = "fluency_band"
        case lexicalBand = "lexical_band"
        case grammarBand = "grammar_band"
        case pronunciationBand = "pronunciation_band"
        case feedback
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
        case speakingRate = "speaking_rate"
        case pauses, warnings, confidence
        case modelRung = "model_rung"
    }

    /// - Throws: if the stored feedback can't be read.
    init(key: JobKey, record: SpeakingRecord) throws {
        sessionID = key.id.description
        transcript = record.transcript
        duration = Decimal(string: record.duration)
        wordCount = record.wordCount
        feedback = try JSONDecoder().decode(SpeakingFeedback.self, from: Data(record.feedback.utf8))
        overallBand = feedback.overallBand
        fluencyBand = feedback.fluencyCoherence.band
        lexicalBand = feedback.lexicalResource.band
        grammarBand = feedback.grammaticalRangeAccuracy.band
        pronunciationBand = feedback.pronunciation.band
        modelUsed = record.modelUsed
        modelVersion = record.modelVersion
        estimatedCost = record.estimatedCost.flatMap { Decimal(string: $0) }
        promptVersion = record.promptVersion
        speakingRate = record.speakingRate.flatMap { Decimal(string: $0) }
        pauses = record.pauses
        warnings = record.warnings ?? []
        confidence = record.confidence
        modelRung = record.modelRung
    }
}
