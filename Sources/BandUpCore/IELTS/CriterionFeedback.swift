/// One criterion: the band, and what the learner is told about it.
public struct CriterionFeedback: Codable, Sendable, Equatable {
    public let band: Band
    public let feedback: String

    public init(band: Band, feedback: String) {
        self.band = band
        self.feedback = feedback
    }

    /// What a model is asked for. `feedback` comes first, so that the band follows from what was said.
    public static let schema = ResponseSchema.object([.required("feedback", .string), .required("band", .band)])
}
