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
        /// Text that may be whole or not: the answer does not say that it ended, or stopped at its limit, which may be
        /// behind its last word. JSON shows by itself whether it is whole.
        case unended(String, FinishReason)
        case blocked(ContentBlock)
        case stoppedEarly(FinishReason)
        /// Neither an answer nor a reason for none.
        case empty
    }

    package var outcome: Outcome {
        let candidate = candidates.first
        let text = candidate?.parts.filter { !$0.isThought }.compactMap(\.text).joined() ?? ""
        let isEmpty = text.allSatisfy(\.isWhitespace)
        // Whatever is said of the question: here is the whole answer to it.
        if candidate?.finishReason == .stop, !isEmpty { return .text(text) }
        if let blockReason, !blockReason.isUnspecified { return .blocked(.prompt(blockReason)) }
        guard let reason = candidate?.finishReason else { return .empty }
        switch reason {
        case .stop: return .empty
        case .unspecified: return isEmpty ? .empty : .unended(text, reason)
        case .maxTokens where !isEmpty: return .unended(text, reason)
        default: return reason.isContentFilter ? .blocked(.answer(reason)) : .stoppedEarly(reason)
        }
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
        // What stands beside the answer is no reason to lose it: usage that can't be read is usage not known.
        self.init(
            candidates: try container.decodeIfPresent([Candidate].self, forKey: .candidates) ?? [],
            blockReason: (try? container.decodeIfPresent(PromptFeedback.self, forKey: .promptFeedback))?.blockReason,
            usage: try? container.decodeIfPresent(TokenUsage.self, forKey: .usage),
            modelVersion: try? container.decodeIfPresent(String.self, forKey: .modelVersion),
            responseID: try? container.decodeIfPresent(String.self, forKey: .responseID))
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
        finishReason = (try? container.decodeIfPresent(FinishReason.self, forKey: .finishReason)) ?? .unspecified
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
