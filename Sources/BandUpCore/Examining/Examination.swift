/// What a panel of models came to.
public struct Examination<Value: Assessment>: Sendable {
    public let assessment: Value
    public let confidence: BandConfidence
    /// The model that was asked, and its place on the ladder, from 1.
    public let model: GeminiModel
    public let rung: Int
    /// The model that answered.
    public let modelVersion: String
    /// Calls that were shown the whole answer; second opinions were not.
    public let markingCalls: Int
    /// Of all samples on all rungs, and of second opinions.
    public let spending: ModelSpending
}
