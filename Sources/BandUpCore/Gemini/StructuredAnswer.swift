/// A value that a model wrote in a given shape, and what it took.
public struct StructuredAnswer<Value: Sendable>: Sendable {
    public let value: Value
    /// The model that answered; the one that was asked where the answer does not say.
    public let modelVersion: String
    /// Over all answered calls, the ones thrown away included.
    public let spending: ModelSpending

    public init(value: Value, modelVersion: String, spending: ModelSpending) {
        self.value = value
        self.modelVersion = modelVersion
        self.spending = spending
    }

    public var usage: TokenUsage { spending.usage }
    /// Nil when it is not known.
    public var cost: Cost? { spending.cost }
    public var calls: Int { spending.calls }
}
