/// A model's answer as the API gives it. Candidates, content, parts and usage may all be missing.
package struct GenerateContentResponse: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        package var parts: [Part]
        package var finishReason: FinishReason

        package init(parts: [Part], finishReason: FinishReason) {
            self.parts = parts
            self.finishReason = finishReason
        }
    }

    package struct Part: Sendable, Equatable {
        package var text: String?
        /// A summary of the model's thinking, not of its answer.
        package var isThought: Bool

        package init(text: String?, isThought: Bool = false) {
            self.text = text
            self.isThought = isThought
        }
    }

    package var candidates: [Candidate]
    package var blockReason: BlockReason?
    /// Nil when the answer says nothing of usage: then its cost is not known.
    package var usage: TokenUsage?
    /// The model that really answered; Google routes retired names to successors.
    package var modelVersion: String?
    package var responseID: String?

    package init(
        candidates: [Candidate], blockReason: BlockReason? = nil, usage: TokenUsage? = nil,
        modelVersion: String? = nil, responseID: String? = nil
    ) {
        self.candidates = candidates
        self.blockReason = blockReason
        self.usage = usage
        self.modelVersion = modelVersion
        self.responseID = responseID
    }

    /// What became of the question.
    package enum Outcome: Sendable, Equatable {
        /// A whole answer: the text of all parts that are not thoughts.
        case text(String)
        case blocked(ContentBlock)
        case stoppedEarly(FinishReason)
        /// Neither an answer nor a reason for none.
        case empty
    }

    package var outcome: Outcome {
        if let blockReason, blockReason != .unspecified { return .blocked(.prompt(blockReason)) }
        guard let candidate = candidates.first else { return .empty }
        guard candidate.finishReason == .stop else {
            return candidate.finishReason.isContentFilter
                ? .blocked(.answer(candidate.finishReason)) : .stoppedEarly(candidate.finishReason)
        }
        let text = candidate.parts.filter { !$0.isThought }.compactMap(\.text).joined()
        return text.isEmpty ? .empty : .text(text)
    }
}

/// What Google's filters withheld.
package enum ContentBlock: Sendable, Hashable {
    /// The question was refused.
    case prompt(BlockReason)
    /// The answer was cut off or withheld.
    case answer(FinishReason)
}

extension GenerateContentResponse: Decodable {
    private enum CodingKeys: String, CodingKey {
        case candidates, promptFeedback, modelVersion
        case usage = "usageMetadata"
        case responseID = "responseId"
    }

    private struct PromptFeedback: Decodable {
        let blockReason: BlockReason?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            candidates: try container.decodeIfPresent([Candidate].self, forKey: .candidates) ?? [],
            blockReason: try container.decodeIfPresent(PromptFeedback.self, forKey: .promptFeedback)?.blockReason,
            usage: try container.decodeIfPresent(TokenUsage.self, forKey: .usage),
            modelVersion: try container.decodeIfPresent(String.self, forKey: .modelVersion),
            responseID: try container.decodeIfPresent(String.self, forKey: .responseID))
    }
}

extension GenerateContentResponse.Candidate: Decodable {
    private enum CodingKeys: String, CodingKey {
        case content, finishReason
    }

    private struct Content: Decodable {
        let parts: [GenerateContentResponse.Part]?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        parts = try container.decodeIfPresent(Content.self, forKey: .content)?.parts ?? []
        finishReason = try container.decodeIfPresent(FinishReason.self, forKey: .finishReason) ?? .unspecified
    }
}

extension GenerateContentResponse.Part: Decodable {
    private enum CodingKeys: String, CodingKey {
        case text
        case isThought = "thought"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decodeIfPresent(String.self, forKey: .text)
        isThought = try container.decodeIfPresent(Bool.self, forKey: .isThought) ?? false
    }
}
