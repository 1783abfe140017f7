/// What a model answered, whoever runs it: whole, cut off or withheld.
package struct ModelAnswer: Sendable, Equatable {
    /// All text that is not a summary of the model's thinking.
    package var text: String
    /// The answer as it came; nil where nothing was written, or nothing that could be put back.
    package var content: ModelContent?
    /// Nil when there is no answer at all.
    package var finishReason: FinishReason?
    package var blockReason: BlockReason?
    /// Nil when the answer says nothing of usage: then its cost is not known.
    package var usage: TokenUsage?
    /// The model that really answered; Google routes retired names to successors.
    package var modelVersion: String?
    package var responseID: String?

    package init(
        text: String, content: ModelContent? = nil, finishReason: FinishReason?, blockReason: BlockReason? = nil,
        usage: TokenUsage? = nil, modelVersion: String? = nil, responseID: String? = nil
    ) {
        self.text = text
        self.content = content
        self.finishReason = finishReason
        self.blockReason = blockReason
        self.usage = usage
        self.modelVersion = modelVersion
        self.responseID = responseID
    }

    package var toolCalls: [ToolCall] { content?.toolCalls ?? [] }

    /// The answer as a turn of the next request.
    package var turn: ModelTurn? { content.map { .model($0) } }

    /// What became of the question.
    package enum Outcome: Sendable, Equatable {
        /// A whole answer.
        case text(String)
        /// The model waits for these; there may be text as well.
        case toolCalls([ToolCall])
        /// Text that may be whole or not: the answer does not say that it ended, or stopped at its limit, which may be
        /// behind its last word. JSON shows by itself whether it is whole.
        case unended(String, FinishReason)
        case blocked(ContentBlock)
        case stoppedEarly(FinishReason)
        /// Neither an answer nor a reason for none.
        case empty
    }

    package var outcome: Outcome {
        let isEmpty = text.allSatisfy(\.isWhitespace)
        // Whatever is said of the question: here is the whole answer to it.
        if finishReason == .stop {
            if !toolCalls.isEmpty { return .toolCalls(toolCalls) }
            if !isEmpty { return .text(text) }
        }
        if let blockReason, !blockReason.isUnspecified { return .blocked(.prompt(blockReason)) }
        guard let reason = finishReason else { return .empty }
        switch reason {
        case .stop: return .empty
        case .unspecified: return isEmpty ? .empty : .unended(text, reason)
        case .maxTokens where !isEmpty: return .unended(text, reason)
        default: return reason.isContentFilter ? .blocked(.answer(reason)) : .stoppedEarly(reason)
        }
    }
}

/// What a content filter withheld.
package enum ContentBlock: Sendable, Hashable {
    /// The question was refused.
    case prompt(BlockReason)
    /// The answer was cut off or withheld.
    case answer(FinishReason)
}
