import BandUpCore

/// The model's answer: what it heard, and what it thinks of it.
struct SpeakingAssessment: Decodable, Sendable {
    let transcript: String
    let feedback: SpeakingFeedback

    /// The shape that the model is held to. The transcript comes first, so that the marks follow what was heard.
    static let schema = ResponseSchema.object([
        .required("transcript", .string),
        .required("feedback", SpeakingFeedback.schema),
    ])
}
