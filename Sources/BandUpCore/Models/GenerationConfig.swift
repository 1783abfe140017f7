/// How a model is to answer.
package struct GenerationConfig: Sendable {
    package enum ResponseFormat: Sendable, Equatable {
        case text
        /// One JSON value of this shape.
        case json(ResponseSchema)
    }

    package enum Thinking: Sendable, Equatable {
        /// The least that the model can be asked for.
        case lowest
        /// Nothing is said about thinking.
        case modelDefault
        case exactly(ThinkingConfig)
    }

    /// Tokens of answer and thinking together; nil for the model's own limit.
    package var maxOutputTokens: Int?
    package var responseFormat: ResponseFormat
    package var thinking: Thinking
    /// Sent only to models that heed it.
    package var temperature: Double?
    package var seed: Int32?

    package init(
        maxOutputTokens: Int? = nil, responseFormat: ResponseFormat = .text, thinking: Thinking = .lowest,
        temperature: Double? = nil, seed: Int32? = nil
    ) {
        self.maxOutputTokens = maxOutputTokens
        self.responseFormat = responseFormat
        self.thinking = thinking
        self.temperature = temperature
        self.seed = seed
    }
}
