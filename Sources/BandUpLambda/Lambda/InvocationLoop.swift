import BandUpCore
import Base
import FoundationEssentials

/// Takes invocations one after the other and hands each to the handler, until the environment can't go on.
///
/// Each is answered, or reported as failed, before what is left of its work is finished; then the next one is asked for.
/// A 5xx of the Runtime API ends the process wherever it comes from.
struct InvocationLoop: Sendable {
    enum StopReason: Sendable, Equatable {
        /// Nothing listens on `AWS_LAMBDA_RUNTIME_API`.
        case unreachable
        /// The Runtime API answered with a 5xx.
        case containerError
        /// `/next` failed this often in a row.
        case noInvocation(failures: Int)
    }

    /// Left of the deadline when the work after an answer is cancelled, so that it can still write how far it came.
    static let finishingReserve = Duration.milliseconds(500)
    private static let maxFailures = 5

    let api: RuntimeAPIClient
    let handler: any LambdaHandler
    let logger: Logger
    let clock: any WallClock
    /// Nil where metrics are switched off.
    let metricsWriter: MetricsWriter?
    /// When the process began; nil where a cold start is not to be told of.
    let started: Date?

    func run() async -> StopReason {
        var coldStart = started.map { Duration.seconds(clock.now.timeIntervalSince($0)) }
        var failures = 0
        while true {
            do {
                let invocation = try await api.next()
                failures = 0
                try await serve(invocation, coldStart: coldStart)
                coldStart = nil
            } catch .unreachable {
                return .unreachable
            } catch .containerError(let status) {
                logger.fatal("the Runtime API failed; exiting", .count("status", status))
                return .containerError
            } catch {
                logger.error("no invocation could be fetched", .error(error))
                failures += 1
                guard failures < Self.maxFailures else { return .noInvocation(failures: failures) }
                // A refusal comes back at once; without a pause this would be a busy loop.
                try? await clock.sleep(for: .milliseconds(50 << failures))
            }
        }
    }

    /// One invocation from its event to the end of its work, in a scope of its own.
    /// - Parameter coldStart: how long the start took, for the first invocation.
    /// - Throws: `.containerError` alone: all else is over with the invocation.
    private func serve(_ invocation: Invocation, coldStart: Duration?) async throws(RuntimeAPIError) {
        let scope = InvocationScope(
            traceHeader: invocation.traceID, writer: metricsWriter, properties: [invocation.requestField])
        if let coldStart {
            scope.metrics.count(.coldStart)
            scope.metrics.time(.initDuration, coldStart)
        }
        let failure = await InvocationScope.$current.withValue(scope) {
            let logger = logger(for: invocation)
            let (outcome, afterwards) = await handle(invocation, logger)
            let failure = await post(outcome, of: invocation, logger)
            if let afterwards, failure == nil { await finish(invocation, afterwards, logger) }
            return failure
        }
        scope.writeMetrics()
        if let failure { throw failure }
    }

    private typealias Afterwards = @Sendable () async -> Void

    private func handle(
        _ invocation: Invocation, _ logger: Logger
    ) async -> (Result<Data, InvocationError>, Afterwards?) {
        let context = LambdaContext(
            requestID: invocation.requestID, deadline: invocation.deadline,
            invokedFunctionARN: invocation.invokedFunctionARN, traceID: invocation.traceID,
            clientContext: invocation.clientContext, logger: logger)
        do {
            let answer = try await handler.handle(invocation.event, context: context)
            guard answer.payload.count <= RuntimeAPIClient.maxResponseBytes else {
                logger.error("the response is too large for Lambda", .count("bytes", answer.payload.count))
                return (.failure(.responseTooLarge(byteCount: answer.payload.count)), answer.afterwards)
            }
            return (.success(answer.payload), answer.afterwards)
        } catch {
            logger.error("the handler failed", .error(error))
            return (.failure(InvocationError(error)), nil)
        }
    }

    /// Hands the outcome to the Runtime API. What is to be done after it is done even where it was refused: a job's result
    /// counts.
    /// - Returns: the failure that nothing can be done after; nil otherwise.
    private func post(
        _ outcome: Result<Data, InvocationError>, of invocation: Invocation, _ logger: Logger
    ) async -> RuntimeAPIError? {
        do {
            switch outcome {
            case .success(let payload):
                do {
                    try await api.respond(payload, to: invocation)
                } catch .responseTooLarge {
                    try await api.report(.responseTooLarge(byteCount: payload.count), for: invocation)
                }
            case .failure(let error): try await api.report(error, for: invocation)
            }
        } catch {
            logger.error("the outcome was not taken by the Runtime API", .error(error))
            if case .containerError = error { return error }
        }
        return nil
    }

    private func finish(_ invocation: Invocation, _ afterwards: @escaping Afterwards, _ logger: Logger) async {
        let remaining = invocation.deadline.reserving(Self.finishingReserve).remaining(on: clock)
        let finished = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await afterwards()
                return true
            }
            group.addTask {
                // Cancelled by the end of the work: then the value is not looked at.
                try? await clock.sleep(for: remaining)
                return false
            }
            let first = await group.next() ?? true
            group.cancelAll()
            return first
        }
        if !finished { logger.warn("the work after the answer was cut off by the deadline") }
    }

    private func logger(for invocation: Invocation) -> Logger {
        let logger = logger.with(invocation.requestField)
        return invocation.traceRoot.map { logger.with(.identifier("traceId", $0)) } ?? logger
    }
}
