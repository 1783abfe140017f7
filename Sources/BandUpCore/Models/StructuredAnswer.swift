import Base

/// A value that a model wrote in a given shape, and what it took.
package struct StructuredAnswer<Value: Sendable>: Sendable {
    package let value: Value
    /// The model that answered; the one that was asked where the answer does not say.
    package let modelVersion: String
    /// Over all answered calls, the ones thrown away included.
    package let spending: ModelSpending

    package init(value: Value, modelVersion: String, spending: ModelSpending) {
        self.value = value
        self.modelVersion = modelVersion
        self.spending = spending
    }

    package var usage: TokenUsage { spending.usage }
    /// Nil when it is not known.
    package var cost: Cost? { spending.cost }
    package var calls: Int { spending.calls }
}
