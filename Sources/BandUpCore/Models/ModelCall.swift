import Base
import FoundationEssentials

/// Tells the log and the metrics of one question to a model, its transport's own retries included.
struct ModelCall {
    let model: ModelID
    /// 1, or 2 where the answer to the first was of no use.
    let attempt: Int
    let start: Date

    func answered(_ response: ModelAnswer, cost: Cost?, at end: Date, logger: Logger?) {
        let latency = Duration.seconds(end.timeIntervalSince(start))
        InvocationScope.metrics?.modelCall(model, latency: latency, usage: response.usage, cost: cost)
        var fields: [LogField] = [
            .model(model), .count("modelAttempt", attempt), .milliseconds("durationMs", latency),
            .finishReason(response),
        ]
        if let version = response.modelVersion { fields.append(.modelVersion(version)) }
        if let usage = response.usage { fields += LogField.tokens(usage) }
        if let cost { fields.append(.dollars("costUSD", cost.approximateDollars)) }
        if let id = response.responseID { fields.append(.identifier("upstreamRequestId", id)) }
        logger?.info("model call", fields)
    }

    func failed(_ error: ModelError, at end: Date, logger: Logger?) {
        logger?.warn(
            "model call failed", .model(model), .count("modelAttempt", attempt),
            .milliseconds("durationMs", .seconds(end.timeIntervalSince(start))), .error(error))
    }
}

extension LogField {
    /// The API's name for how the answer ended: the candidate's finish reason, or why the prompt was blocked. Names are
    /// capitals with underscores; what is none is not shown.
    fileprivate static func finishReason(_ response: ModelAnswer) -> LogField {
        let name = response.blockReason?.wireName ?? response.finishReason?.wireName ?? "NONE"
        let isName = name.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F } && name.utf8.count <= 64
        return .identifier("finishReason", isName ? name : "UNKNOWN")
    }

    /// The model that answered, as it calls itself.
    fileprivate static func modelVersion(_ version: String) -> LogField {
        .identifier("modelVersion", ModelID(bedrockID: version)?.name ?? "unknown")
    }

    /// Each kind of tokens that is billed apart; zeros but for input and output are left out.
    fileprivate static func tokens(_ usage: TokenUsage) -> [LogField] {
        let kinds: [(StaticString, Int)] = [
            ("cachedTokens", usage.cachedTokens), ("thoughtTokens", usage.thoughtTokens),
            ("audioTokens", usage.promptTokensByModality[.audio] ?? 0),
            ("imageTokens", usage.promptTokensByModality[.image] ?? 0),
            ("documentTokens", usage.promptTokensByModality[.document] ?? 0),
        ]
        return [.count("inputTokens", usage.inputTokens), .count("outputTokens", usage.outputTokens)]
            + kinds.filter { $0.1 > 0 }.map { .count($0.0, $0.1) }
    }
}
