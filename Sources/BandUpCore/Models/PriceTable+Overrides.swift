package import Base
import FoundationEssentials

extension PriceTable {
    package static let overridesVariable = "PRICE_OVERRIDES"

    /// The standard table with the prices of `PRICE_OVERRIDES`: a JSON object of models, each with US dollars for a million
    /// tokens as `text`, `output`, and where they differ `audio`, `cached_text`, `cached_audio`:
    ///
    ///     {"gemini-3.5-flash-lite": {"text": 0.30, "audio": 0.30, "output": 2.50}}
    ///
    /// - Throws: if it is not that; a price list with a typo must not go unnoticed.
    package init(_ environment: Environment) throws(ConfigurationError) {
        guard let text = environment[Self.overridesVariable] else {
            self = .standard
            return
        }
        func wrong(_ problem: String) -> ConfigurationError {
            ConfigurationError(variable: Self.overridesVariable, problem: problem)
        }
        guard let models = try? JSONDecoder().decode([String: [String: Decimal]].self, from: Data(text.utf8)) else {
            throw wrong("must be a JSON object of models with prices")
        }
        var table = PriceTable.standard
        for (model, prices) in models {
            let known: Set = ["text", "audio", "cached_text", "cached_audio", "output"]
            guard ModelID(bedrockID: model) != nil else { throw wrong("has a name that is no model's") }
            guard prices.keys.allSatisfy(known.contains) else { throw wrong("has a price of an unknown kind") }
            guard let input = prices["text"], let output = prices["output"] else {
                throw wrong("must give text and output for every model")
            }
            guard prices.values.allSatisfy({ $0 >= 0 && $0 <= 10_000 }) else {
                throw wrong("has a price outside of 0 to 10000 dollars for a million tokens")
            }
            table = table.replacing(
                model,
                with: TokenPrices(
                    textInput: input, audioInput: prices["audio"] ?? input, cachedTextInput: prices["cached_text"],
                    cachedAudioInput: prices["cached_audio"], output: output))
        }
        self = table
    }
}
