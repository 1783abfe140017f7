import Base
import FoundationEssentials

extension GenerationConfig {
    /// `generationConfig` of the Gemini API, with what of it the model takes.
    func json(for model: ModelID, at date: Date) -> JSONValue {
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
