package import BandUpCore
package import Base
import FoundationEssentials

/// Asks models for an assessment: the cheapest first, a better one only where that one's answer can't be used.
///
/// On each rung of the ladder the question is asked `samples` times at once, and the median is taken for each
/// criterion. The next rung is asked when no answer of this one passes its checks, when its quota is exhausted, or when
/// it is not sure of its bands. Marks that the caller finds too good are confirmed by a second opinion first; where it
/// contradicts them, the next rung is asked. On the last rung a useless answer is asked for once more, as there is nobody else to ask.
package struct ExaminerPanel: Sendable {
    /// Another rung is not begun with less time than this left while there is an answer already.
    static let leastTime = Duration.seconds(20)

    private let generator: StructuredGenerator
    private let rungs: [ModelID]
    private let samples: Int
    private let clock: any WallClock

    package init(
        generator: StructuredGenerator, model: ModelID, higherRungs: [ModelID] = [], samples: Int = 1,
        clock: any WallClock
    ) {
        self.generator = generator
        rungs = [model] + higherRungs
        self.samples = samples
        self.clock = clock
    }

    /// - Parameters:
    ///   - check: throws when an answer can't be right.
    ///   - usageCheck: throws when it can't be right for what its call has used.
    ///   - doubt: tells marks that are too good to be taken on trust.
    /// - Throws: the last rung's error, with everything that was spent.
    package func examine<Value: Assessment>(
        _ type: Value.Type, request: ModelRequest, deadline: Deadline, logger: Logger,
        check: @escaping @Sendable (Value) throws -> Void,
        usageCheck: @escaping @Sendable (Value, TokenUsage) throws -> Void = { _, _ in },
        doubt: @Sendable (Value) -> MarkDoubt = { _ in .none }
    ) async throws(ModelError) -> Examination<Value> {
        var spending = ModelSpending.none
        var opinionCalls = 0
        var unsure: Examination<Value>?
        for (index, model) in rungs.enumerated() {
            let isLast = index == rungs.count - 1
            if let unsure, deadline.remaining(on: clock) < Self.leastTime {
                return unsure.adding(spending, markingCalls: spending.calls - opinionCalls)
            }
            var request = request
            request.waitsForQuota = isLast
            let results = await ask(
                type, model, request, deadline: deadline, logger: logger.with(.count("rung", index + 1)),
                asksAgain: isLast, check: check, usageCheck: usageCheck)
            for result in results { spending = spending + result.spending() }
            let answers = results.compactMap { try? $0.get() }
            var isContradicted = false
            var median = MedianMarks(of: answers)
            switch median.map({ doubt($0.assessment) }) {
            case nil, MarkDoubt.none?: break
            case .unbelievable?: (median, isContradicted) = (nil, true)
            case .unconfirmed(let second)?:
                logger.info("the marks are unusual; asking for a second opinion", .identifier("model", model.name))
                let before = spending.calls
                let marks = try await ask(second, after: index, deadline: deadline, logger: logger, spent: &spending)
                opinionCalls += spending.calls - before
                median = median?.weighed(by: second, marks)
                isContradicted = median == nil
            }
            if let median {
                let found = Examination(
                    assessment: median.assessment, confidence: median.confidence, model: model, rung: index + 1,
                    modelVersion: median.modelVersion, markingCalls: spending.calls - opinionCalls, spending: spending)
                guard found.confidence.level == .low, !isLast else { return found }
                logger.info("the model is not sure; asking the next one", .model(model))
                unsure = found
                continue
            }
            let failure =
                isContradicted
                ? ModelError(.contradicted)
                : results.lazy.compactMap(\.failure).first ?? ModelError(.malformedAnswer)
            if let unsure {
                if isLast { return unsure.adding(spending, markingCalls: spending.calls - opinionCalls) }
                continue
            }
            guard !isLast, failure.isAnotherModelsChance else {
                throw failure.with(spending: spending)
            }
            logger.warn("asking the next model", .model(model), .error(failure))
            InvocationScope.metrics?.count(.retries)
        }
        throw ModelError(.malformedAnswer, spending: spending)
    }

    private typealias Answer<Value: Sendable> = Result<StructuredAnswer<Value>, ModelError>

    private func ask<Value: Assessment>(
        _ type: Value.Type, _ model: ModelID, _ request: ModelRequest, deadline: Deadline,
        logger: Logger, asksAgain: Bool, check: @escaping @Sendable (Value) throws -> Void,
        usageCheck: @escaping @Sendable (Value, TokenUsage) throws -> Void
    ) async -> [Answer<Value>] {
        await withTaskGroup(of: Answer<Value>.self) { group in
            for sample in 0..<samples {
                var request = request
                // Different answers are wanted, and each of them again when the same question is asked again.
                if samples > 1 { request.generationConfig.seed = Int32(sample * 1000) }
                let seeded = request
                group.addTask {
                    do throws(ModelError) {
                        return .success(
                            try await generator.generate(
                                type, model: model, request: seeded, deadline: deadline, logger: logger,
                                asksAgain: asksAgain, check: check, usageCheck: usageCheck))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Asks the next rung, or the same one where there is none or its quota is used up.
    private func ask(
        _ opinion: SecondOpinion, after index: Int, deadline: Deadline, logger: Logger, spent: inout ModelSpending
    ) async throws(ModelError) -> [LanguageMarks] {
        guard index + 1 < rungs.count else {
            return try await ask(opinion, rungs[index], deadline: deadline, logger: logger, spent: &spent)
        }
        do throws(ModelError) {
            return try await ask(
                opinion, rungs[index + 1], waitsForQuota: false, deadline: deadline, logger: logger, spent: &spent)
        } catch {
            guard case .quotaExceeded = error.reason else { throw error }
            return try await ask(opinion, rungs[index], deadline: deadline, logger: logger, spent: &spent)
        }
    }

    /// Both parts at once, each by one model call.
    private func ask(
        _ opinion: SecondOpinion, _ model: ModelID, waitsForQuota: Bool = true, deadline: Deadline, logger: Logger,
        spent: inout ModelSpending
    ) async throws(ModelError) -> [LanguageMarks] {
        let results = await withTaskGroup(of: Answer<LanguageMarks>.self) { group in
            for excerpt in opinion.excerpts {
                var request = opinion.request(for: excerpt)
                request.waitsForQuota = waitsForQuota
                let question = request
                group.addTask {
                    do throws(ModelError) {
                        return .success(
                            try await generator.generate(
                                LanguageMarks.self, model: model, request: question,
                                deadline: deadline, logger: logger))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for result in results { spent = spent + result.spending() }
        if let failure = results.lazy.compactMap(\.failure).first {
            throw ModelError(failure.reason, spending: spent)
        }
        return results.compactMap { try? $0.get().value }
    }
}

extension Examination {
    fileprivate func adding(_ total: ModelSpending, markingCalls: Int) -> Examination {
        Examination(
            assessment: assessment, confidence: confidence, model: model, rung: rung, modelVersion: modelVersion,
            markingCalls: markingCalls, spending: total)
    }
}

extension Result where Failure == ModelError {
    fileprivate func spending<Value>() -> ModelSpending where Success == StructuredAnswer<Value> {
        switch self {
        case .success(let answer): answer.spending
        case .failure(let error): error.spending
        }
    }

    fileprivate var failure: ModelError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension ModelError {
    /// Whether a better model may do what this one could not.
    fileprivate var isAnotherModelsChance: Bool {
        switch reason {
        case .malformedAnswer, .emptyAnswer, .contradicted, .stoppedEarly, .quotaExceeded: true
        case .blocked(.answer(.recitation)): true
        default: false
        }
    }
}
