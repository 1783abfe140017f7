import FoundationEssentials

/// Asks a model for a value of a given shape, and once more when the answer is of no use.
///
/// An answer is asked for again when it was cut off, is not JSON, departs from the schema or fails the caller's check:
/// models are not deterministic, and a second try mostly succeeds. A third is not made, as every one is paid. What a
/// content filter withheld is not asked for again.
public struct StructuredGenerator: Sendable {
    private let client: any GenerativeModel
    private let prices: PriceTable
    private let clock: any WallClock

    public init(client: any GenerativeModel, prices: PriceTable = .standard, clock: any WallClock) {
        self.client = client
        self.prices = prices
        self.clock = clock
    }

    /// - Parameters:
    ///   - request: its `responseFormat` should be `.json`; the answer is checked against that schema before it is
    ///     decoded.
    ///   - asksAgain: false where another model is asked instead of the same one again.
    ///   - check: throws when a decoded value can't be right, such as a list of the wrong length.
    /// - Throws: `GeminiError` with everything that was spent.
    public func generate<Value: Decodable & Sendable>(
        _ type: Value.Type, model: GeminiModel, request: GenerateContentRequest, deadline: Deadline,
        logger: Logger? = nil, asksAgain: Bool = true, check: @Sendable (Value) throws -> Void = { _ in }
    ) async throws(GeminiError) -> StructuredAnswer<Value> {
        let failure: GeminiError
        do throws(GeminiError) {
            return try await ask(type, model: model, request: request, deadline: deadline, logger: logger, check: check)
        } catch {
            failure = error
        }
        guard asksAgain, let second = request.askedAgain(after: failure.reason) else { throw failure }
        logger?.warn("asking the model once more", .error(failure))
        do throws(GeminiError) {
            let answer = try await ask(
                type, model: model, request: second, deadline: deadline, logger: logger, check: check)
            return StructuredAnswer(
                value: answer.value, modelVersion: answer.modelVersion, spending: failure.spending + answer.spending)
        } catch {
            throw error.adding(failure.spending)
        }
    }

    private func ask<Value: Decodable & Sendable>(
        _ type: Value.Type, model: GeminiModel, request: GenerateContentRequest, deadline: Deadline, logger: Logger?,
        check: @Sendable (Value) throws -> Void
    ) async throws(GeminiError) -> StructuredAnswer<Value> {
        let response = try await client.generateContent(request, model: model, deadline: deadline)
        let spending = spending(on: response, model: model)
        switch response.outcome {
        case .blocked(let block): throw GeminiError(.blocked(block), spending: spending)
        case .stoppedEarly(let reason): throw GeminiError(.stoppedEarly(reason), spending: spending)
        case .empty: throw GeminiError(.malformedAnswer, spending: spending)
        case .text(let text):
            do {
                let data = Data(text.utf8)
                if !(type is any LenientAnswer.Type), case .json(let schema) = request.generationConfig.responseFormat {
                    try schema.validate(try JSONDecoder().decode(JSONValue.self, from: data))
                }
                let value = try JSONDecoder().decode(type, from: data)
                try check(value)
                return StructuredAnswer(
                    value: value, modelVersion: response.modelVersion ?? model.name, spending: spending)
            } catch {
                logger?.warn("the model's answer is of no use", .error(error))
                throw GeminiError(.malformedAnswer, spending: spending)
            }
        }
    }

    private func spending(on response: GenerateContentResponse, model: GeminiModel) -> ModelSpending {
        guard let usage = response.usage else { return .unknownCall }
        let cost = prices.cost(of: usage, answeredBy: response.modelVersion, asked: model.name, at: clock.now)
        return ModelSpending(usage: usage, cost: cost, calls: 1)
    }
}

extension GenerateContentRequest {
    /// The request for a second try, or nil when that can't help.
    func askedAgain(after reason: GeminiError.Reason) -> GenerateContentRequest? {
        var request = self
        // The same seed would give the same answer.
        request.generationConfig.seed = generationConfig.seed.map { $0 &+ 1 }
        switch reason {
        case .stoppedEarly(.maxTokens):
            request.generationConfig.maxOutputTokens = generationConfig.maxOutputTokens.map {
                $0 > GeminiModel.maxOutputTokens / 2 ? max($0, GeminiModel.maxOutputTokens) : $0 * 2
            }
            return request
        case .stoppedEarly, .malformedAnswer: return request
        default: return nil
        }
    }
}
