/// What calls of a model have used and cost, added up.
public struct ModelSpending: Sendable, Hashable {
    public let usage: TokenUsage
    /// Nil as soon as the cost of one call is not known.
    public let cost: Cost?
    /// Calls that were answered; refused and broken ones cost nothing.
    public let calls: Int

    public static let none = ModelSpending(usage: .zero, cost: .zero, calls: 0)
    /// An answered call whose usage can't be read.
    static let unknownCall = ModelSpending(usage: .zero, cost: nil, calls: 1)

    public init(usage: TokenUsage, cost: Cost?, calls: Int) {
        self.usage = usage
        self.cost = cost
        self.calls = calls
    }

    public static func + (lhs: ModelSpending, rhs: ModelSpending) -> ModelSpending {
        ModelSpending(
            usage: lhs.usage + rhs.usage, cost: lhs.cost.flatMap { cost in rhs.cost.map { cost + $0 } },
            calls: lhs.calls + rhs.calls)
    }
}
