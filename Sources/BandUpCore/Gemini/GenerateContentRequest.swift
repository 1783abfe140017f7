import Base
package import FoundationEssentials

/// One question to a model: instructions, the parts of one user turn, and how to answer.
package struct GenerateContentRequest: Sendable {
    /// What the service says to the model. Text from outside belongs into `parts`, inside a `DelimitedText`.
    package var systemInstruction: String?
    package var parts: [Part]
    package var generationConfig: GenerationConfig
    /// False where another model is asked instead of waiting for this one's quota.
    package var waitsForQuota = true

    package init(systemInstruction: String? = nil, parts: [Part], generationConfig: GenerationConfig = .init()) {
        self.systemInstruction = systemInstruction
        self.parts = parts
        self.generationConfig = generationConfig
    }

    package enum Part: Sendable {
        case text(String)
        /// Small data that is in memory anyway.
        case inlineData(mimeType: String, data: Data)
        /// A file of `byteCount` bytes, sent as base64 while it is read: never whole in memory.
        case inlineFile(mimeType: String, path: String, byteCount: Int)
        /// A file that the model's side fetches: one of the Files API, or an HTTPS URL.
        case fileData(uri: String, mimeType: String)
    }
}

/// How a model is to answer.
package struct GenerationConfig: Sendable {
    package enum ResponseFormat: Sendable, Equatable {
        case text
        /// `responseMimeType: application/json` and `responseJsonSchema`.
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

    func json(for model: GeminiModel, at date: Date) -> JSONValue {
        let policy = ThinkingPolicy.policy(for: model, at: date)
        var members: [String: JSONValue] = [:]
        members["maxOutputTokens"] = maxOutputTokens.map { .integer(Int64($0)) }
        members["seed"] = seed.map { .integer(Int64($0)) }
        if policy.acceptsTemperature {
            members["temperature"] = temperature.map { .number($0) }
        }
        if case .json(let schema) = responseFormat {
            members["responseMimeType"] = "application/json"
            members["responseJsonSchema"] = schema.json
        }
        let thinking: ThinkingConfig? =
            switch self.thinking {
            case .lowest: policy.lowest
            case .modelDefault: nil
            case .exactly(let config): config
            }
        switch thinking {
        case .budget(let tokens): members["thinkingConfig"] = ["thinkingBudget": .integer(Int64(tokens))]
        case .level(let level): members["thinkingConfig"] = ["thinkingLevel": .string(level.rawValue)]
        case nil: break
        }
        return .object(members)
    }
}
