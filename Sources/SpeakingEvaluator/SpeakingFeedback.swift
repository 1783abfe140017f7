import BandUpCore

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
        .required("strengths", .array(of: .string, count: 0...5)),
        .required("weaknesses", .array(of: .string, count: 0...5)),
    ])

    /// Computed, never believed (SPEC.md section 3).
    var overallBand: Band {
        .overall(
            of: fluencyCoherence.band, lexicalResource.band, grammaticalRangeAccuracy.band, pronunciation.band)
    }
}
