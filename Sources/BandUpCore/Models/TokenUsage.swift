/// Tokens of one call, or of several added up.
package struct TokenUsage: Sendable, Hashable {
    /// The whole prompt, cached tokens included.
    package var promptTokens: Int
    package var promptTokensByModality: [Modality: Int]
    /// The part of the prompt that came from a cache, at a lower price.
    package var cachedTokens: Int
    package var cachedTokensByModality: [Modality: Int]
    /// Results of tools that the model's side ran; not part of `promptTokens`.
    package var toolUsePromptTokens: Int
    /// The answer.
    package var candidateTokens: Int
    /// Thinking; not part of `candidateTokens`, billed at the same price.
    package var thoughtTokens: Int
    package var totalTokens: Int

    package static let zero = TokenUsage()

    /// All that is billed as input.
    package var inputTokens: Int { promptTokens + toolUsePromptTokens }
    /// All that is billed as output.
    package var outputTokens: Int { candidateTokens + thoughtTokens }

    package init(
        promptTokens: Int = 0, promptTokensByModality: [Modality: Int] = [:], cachedTokens: Int = 0,
        cachedTokensByModality: [Modality: Int] = [:], toolUsePromptTokens: Int = 0, candidateTokens: Int = 0,
        thoughtTokens: Int = 0, totalTokens: Int? = nil
    ) {
        self.promptTokens = promptTokens
        self.promptTokensByModality = promptTokensByModality
        self.cachedTokens = cachedTokens
        self.cachedTokensByModality = cachedTokensByModality
        self.toolUsePromptTokens = toolUsePromptTokens
        self.candidateTokens = candidateTokens
        self.thoughtTokens = thoughtTokens
        self.totalTokens = totalTokens ?? promptTokens + toolUsePromptTokens + candidateTokens + thoughtTokens
    }

    package static func + (lhs: TokenUsage, rhs: TokenUsage) -> TokenUsage {
        TokenUsage(
            promptTokens: lhs.promptTokens + rhs.promptTokens,
            promptTokensByModality: lhs.promptTokensByModality.merging(rhs.promptTokensByModality, uniquingKeysWith: +),
            cachedTokens: lhs.cachedTokens + rhs.cachedTokens,
            cachedTokensByModality: lhs.cachedTokensByModality.merging(rhs.cachedTokensByModality, uniquingKeysWith: +),
            toolUsePromptTokens: lhs.toolUsePromptTokens + rhs.toolUsePromptTokens,
            candidateTokens: lhs.candidateTokens + rhs.candidateTokens,
            thoughtTokens: lhs.thoughtTokens + rhs.thoughtTokens,
            totalTokens: lhs.totalTokens + rhs.totalTokens)
    }
}

/// Reads the API's `usageMetadata`, in which every member may be missing.
extension TokenUsage: Decodable {
    private enum CodingKeys: String, CodingKey {
        case promptTokenCount, promptTokensDetails, cachedContentTokenCount, cacheTokensDetails
        case toolUsePromptTokenCount, candidatesTokenCount, thoughtsTokenCount, totalTokenCount
    }

    private struct Detail: Decodable {
        let modality: Modality?
        let tokenCount: WireCount?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // A count beyond any model's reach is nonsense that would overflow sums; it is cut to a billion.
        func plausible(_ count: Int?) -> Int { min(max(count ?? 0, 0), 1_000_000_000) }
        func count(_ key: CodingKeys) throws -> Int {
            plausible(try container.decodeIfPresent(WireCount.self, forKey: key)?.value)
        }
        func details(_ key: CodingKeys) throws -> [Modality: Int] {
            let details = try container.decodeIfPresent([Detail].self, forKey: key) ?? []
            return Dictionary(details.map { ($0.modality ?? .unspecified, plausible($0.tokenCount?.value)) }) {
                $0 + $1
            }
        }
        self.init(
            promptTokens: try count(.promptTokenCount), promptTokensByModality: try details(.promptTokensDetails),
            cachedTokens: try count(.cachedContentTokenCount),
            cachedTokensByModality: try details(.cacheTokensDetails),
            toolUsePromptTokens: try count(.toolUsePromptTokenCount),
            candidateTokens: try count(.candidatesTokenCount), thoughtTokens: try count(.thoughtsTokenCount),
            totalTokens: try container.decodeIfPresent(WireCount.self, forKey: .totalTokenCount)
                .map { plausible($0.value) })
    }
}
