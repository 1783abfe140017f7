/// What a panel of models came to.
public struct Examination<Value: Assessment>: Sendable {
    public let assessment: Value
    public let confidence: BandConfidence
    /// The model that was asked, and its place on the ladder, from 1.
    public let model: GeminiModel
    public let rung: Int
    /// The model that answered.
    public let modelVersion: String
    /// Of all samples on all rungs.
    public let spending: ModelSpending
}
