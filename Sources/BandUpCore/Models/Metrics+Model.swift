package import Base

extension Metrics {
    /// Records one answered call of a model. Its cost is left out where it is not known.
    package func modelCall(_ model: ModelID, latency: Duration, usage: TokenUsage?, cost: Cost?) {
        add(1, to: .modelCalls, of: model.name)
        add(latency.fractionalMilliseconds, to: .modelLatency, of: model.name)
        spend(on: model.name, input: usage?.inputTokens ?? 0, output: usage?.outputTokens ?? 0, cost: cost)
    }

    /// Records what calls of a model have used, where the calls themselves are not of interest (`EmbeddingCalls`).
    package func spend(on model: String, input: Int, output: Int = 0, cost: Cost?) {
        if input > 0 { add(Double(input), to: .inputTokens, of: model) }
        if output > 0 { add(Double(output), to: .outputTokens, of: model) }
        if let cost { add(cost.approximateDollars, to: .modelCost, of: model) }
    }
}

extension Metric {
    package static let modelCalls = Metric("ModelCalls", by: .model)
    package static let modelLatency = Metric("ModelLatency", .milliseconds, by: .model)
    package static let inputTokens = Metric("InputTokens", by: .model)
    package static let outputTokens = Metric("OutputTokens", by: .model)
    package static let modelCost = Metric("ModelCost", .none, by: .model)
}
