package import BandUpCore

/// One criterion: the band, and what the learner is told about it.
package struct CriterionFeedback: Codable, Sendable, Equatable {
    package let band: Band
    package let feedback: String

    package init(band: Band, feedback: String) {
        self.band = band
        self.feedback = feedback
    }

    /// What a model is asked for. `feedback` comes first, so that the band follows from what was said.
    package static let schema = ResponseSchema.object([.required("feedback", .string), .required("band", .band)])
}
