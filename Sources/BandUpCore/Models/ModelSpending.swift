/// What calls of a model have used and cost, added up.
package struct ModelSpending: Sendable, Hashable {
    package let usage: TokenUsage
    /// Nil as soon as the cost of one call is not known.
    package let cost: Cost?
    /// Calls that were answered; refused and broken ones cost nothing.
    package let calls: Int

    package static let none = ModelSpending(usage: .zero, cost: .zero, calls: 0)
    /// An answered call whose usage can't be read.
    static let unknownCall = ModelSpending(usage: .zero, cost: nil, calls: 1)

    package init(usage: TokenUsage, cost: Cost?, calls: Int) {
        self.usage = usage
        self.cost = cost
        self.calls = calls
    }

    package static func + (lhs: ModelSpending, rhs: ModelSpending) -> ModelSpending {
        ModelSpending(
            usage: lhs.usage + rhs.usage, cost: lhs.cost.flatMap { cost in rhs.cost.map { cost + $0 } },
            calls: lhs.calls + rhs.calls)
    }
}
