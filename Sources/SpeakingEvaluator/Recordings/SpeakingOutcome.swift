import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials

/// A completed speaking evaluation: the record's attributes and the API's members (SPEC.md sections 3 and 4).
struct SpeakingOutcome: JobOutcome {
    /// Not in a history.
    let transcript: String?
    /// Seconds, with one digit behind the point.
    let duration: DecimalAttribute
    let wordCount: Int
    let overallBand: DecimalAttribute
    let fluencyBand: DecimalAttribute
    let lexicalBand: DecimalAttribute
    let grammarBand: DecimalAttribute
    let pronunciationBand: DecimalAttribute
    /// Not in a history.
    let feedback: JSONAttribute<SpeakingFeedback>?
    let modelUsed: String
    let modelVersion: String
    /// US dollars; absent where the model's price is not known.
    let estimatedCost: DecimalAttribute?
    let promptVersion: String
    /// Words a minute, with one digit behind the point, pauses included; absent where the duration is not known.
    var speakingRate: DecimalAttribute? = nil
    /// Absent where the model gives none.
    var pauses: [SpeakingPause]? = nil
    /// Absent where there are none.
    var warnings: [EvaluationWarning]? = nil
    /// Absent where the bands follow from a rule.
    var confidence: BandConfidence? = nil
    /// The place on the ladder of the model whose bands these are, from 1; 0 where a rule gave them.
    var modelRung: Int? = nil

    enum CodingKeys: String, CodingKey, CaseIterable {
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

    static var listedAttributes: [String] {
        CodingKeys.allCases.filter { $0 != .transcript && $0 != .feedback }.map(\.stringValue)
    }

    var isWhole: Bool { transcript != nil && feedback != nil }

    /// Seconds with one decimal, as `duration` holds them: `120.5`.
    static func seconds(_ duration: Duration) -> DecimalAttribute {
        let tenths = (duration.milliseconds + 50) / 100
        return DecimalAttribute(Decimal(tenths) / 10, text: "\(tenths / 10).\(tenths % 10)")
    }
}

extension TokenUsage {
    /// Gemini counts 32 tokens for a second of audio (FACTS.md section 1). A recording that was sent twice was counted
    /// twice.
    func audioDuration(calls: Int) -> Duration {
        .seconds(Double(promptTokensByModality[.audio] ?? 0) / Double(32 * max(1, calls)))
    }
}
