package import Base
import FoundationEssentials

/// Asks a model for a value of a given shape, and once more when the answer is of no use.
///
/// An answer is asked for again when it is empty, was cut off, is not JSON, departs from the schema or fails the caller's
/// check: models are not deterministic, and a second try mostly succeeds. A third is not made, as every one is paid. What
/// a content filter withheld is not asked for again, unless for its likeness to some other text, which is chance. Before
/// an answer is given up, it is read once more for what is certain in it (`AnswerText`, `ResponseSchema.certain`).
package struct StructuredGenerator: Sendable {
    private let client: any GenerativeModel
    private let prices: PriceTable
    private let clock: any WallClock

    package init(client: any GenerativeModel, prices: PriceTable = .standard, clock: any WallClock) {
        self.client = client
        self.prices = prices
        self.clock = clock
    }

    /// - Parameters:
    ///   - request: its `responseFormat` should be `.json`; the answer is checked against that schema before it is
    ///     decoded.
    ///   - asksAgain: false where another model is asked instead of the same one again.
    ///   - check: throws when a decoded value can't be right, such as a list of the wrong length.
    ///   - usageCheck: throws when it can't be right for what its call has used, such as more words than the sound.
    /// - Throws: `ModelError` with everything that was spent.
    package func generate<Value: Decodable & Sendable>(
        _ type: Value.Type, model: ModelID, request: ModelRequest, deadline: Deadline,
        logger: Logger? = nil, asksAgain: Bool = true, check: @Sendable (Value) throws -> Void = { _ in },
        usageCheck: @Sendable (Value, TokenUsage) throws -> Void = { _, _ in }
    ) async throws(ModelError) -> StructuredAnswer<Value> {
        let failure: ModelError
        do throws(ModelError) {
            return try await ask(
                type, model: model, request: request, attempt: 1, deadline: deadline, logger: logger, check: check,
                usageCheck: usageCheck)
        } catch {
            failure = error
        }
        guard asksAgain, let second = request.askedAgain(after: failure.reason) else { throw failure }
        logger?.warn("asking the model once more", .error(failure))
        InvocationScope.metrics?.count(.retries)
        do throws(ModelError) {
            let answer = try await ask(
                type, model: model, request: second, attempt: 2, deadline: deadline, logger: logger, check: check,
                usageCheck: usageCheck)
            return StructuredAnswer(
                value: answer.value, modelVersion: answer.modelVersion, spending: failure.spending + answer.spending)
        } catch {
            throw error.adding(failure.spending)
        }
    }

    private func ask<Value: Decodable & Sendable>(
        _ type: Value.Type, model: ModelID, request: ModelRequest, attempt: Int, deadline: Deadline,
        logger: Logger?, check: @Sendable (Value) throws -> Void,
        usageCheck: @Sendable (Value, TokenUsage) throws -> Void
    ) async throws(ModelError) -> StructuredAnswer<Value> {
        let call = ModelCall(model: model, attempt: attempt, start: clock.now)
        var response: ModelAnswer
        do throws(ModelError) {
            response = try await client.generateContent(request, model: model, deadline: deadline)
        } catch {
            call.failed(error, at: clock.now, logger: logger)
            throw error
        }
        // No tool was offered: a call that comes all the same has no meaning.
        response.content = nil
        let spending = spending(on: response, model: model)
        call.answered(response, cost: spending.cost, at: clock.now, logger: logger)
        func error(_ reason: ModelError.Reason) -> ModelError {
            ModelError(reason, spending: spending, requestID: response.responseID)
        }
        switch response.outcome {
        case .blocked(let block): throw error(.blocked(block))
        case .stoppedEarly(let reason): throw error(.stoppedEarly(reason))
        case .empty, .toolCalls: throw error(.emptyAnswer)
        case .text(let text), .unended(let text, _):
            do {
                let value = try Self.read(type, from: text, as: request.generationConfig.responseFormat)
                try check(value)
                try usageCheck(value, spending.usage)
                return StructuredAnswer(
                    value: value, modelVersion: response.modelVersion ?? model.name, spending: spending)
            } catch let problem {
                logger?.warn("the model's answer is of no use", .error(problem))
                if case .unended(_, let reason) = response.outcome { throw error(.stoppedEarly(reason)) }
                throw error(.malformedAnswer)
            }
        }
    }

    /// Reads an answer as JSON, and where that fails, the one object in it that keeps the schema: two that differ are a
    /// model's second thoughts, of which nobody knows which count.
    private static func read<Value: Decodable>(
        _ type: Value.Type, from text: String, as format: GenerationConfig.ResponseFormat
    ) throws -> Value {
        do {
            return try decode(type, from: try JSONValue(untrusted: Data(text.utf8)), as: format)
        } catch let problem {
            var seen: Set<JSONValue> = []
            let found = AnswerText.objects(in: text).filter { seen.insert($0).inserted }
                .compactMap { try? decode(type, from: $0, as: format) }
            guard let value = found.first, found.count == 1 else { throw problem }
            return value
        }
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, from json: JSONValue, as format: GenerationConfig.ResponseFormat
    ) throws -> Value {
        var json = json
        if case .json(let schema) = format {
            json = schema.certain(json)
            if !(type is any LenientAnswer.Type) {
                json = schema.withoutSurplus(json)
                try schema.validate(json)
            }
        }
        return try JSONDecoder().decode(type, from: try JSONEncoder().encode(json))
    }

    private func spending(on response: ModelAnswer, model: ModelID) -> ModelSpending {
        guard let usage = response.usage else { return .unknownCall }
        let cost = prices.cost(of: usage, answeredBy: response.modelVersion, asked: model.name, at: clock.now)
        return ModelSpending(usage: usage, cost: cost, calls: 1)
    }
}

extension ModelRequest {
    /// The request for a second try, or nil when that can't help.
    func askedAgain(after reason: ModelError.Reason) -> ModelRequest? {
        var request = self
        // The same seed would give the same answer.
        request.generationConfig.seed = generationConfig.seed.map { $0 &+ 1 }
        switch reason {
        case .stoppedEarly(.maxTokens):
            request.generationConfig.maxOutputTokens = generationConfig.maxOutputTokens.map {
                $0 > ModelID.maxOutputTokens / 2 ? max($0, ModelID.maxOutputTokens) : $0 * 2
            }
            return request
        case .stoppedEarly, .malformedAnswer, .emptyAnswer: return request
        // An answer that happens to be like some other text: the next one mostly is not.
        case .blocked(.answer(.recitation)): return request
        default: return nil
        }
    }
}
