import BandUpCore
import Base
import FoundationEssentials

/// Takes invocations one after the other and hands each to the handler, until the environment can't go on.
///
///     waiting ──▶ handling ──▶ answering ──▶ finishing ──▶ waiting
///        │            │            │ too large    ▲
///        │            └▶ reporting ◀┘─────────────┤
///        └▶ stopped ◀── (a 5xx of the Runtime API, from any of them)
struct InvocationLoop: Sendable {
    /// What the loop is about to do, with all that is known at that point.
    enum State: Sendable {
        /// Ask for the next invocation, after so many failed attempts in a row.
        case waiting(failures: Int)
        case handling(Invocation)
        case answering(Invocation, LambdaAnswer)
        case reporting(Invocation, InvocationError, afterwards: Afterwards?)
        case finishing(Invocation, Afterwards?)
        case stopped(StopReason)
    }

    typealias Afterwards = @Sendable () async -> Void

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
        var state = State.waiting(failures: 0)
        var coldStart = started.map { Duration.seconds(clock.now.timeIntervalSince($0)) }
        while true {
            switch state {
            case .stopped(let reason): return reason
            case .handling(let invocation):
                state = await whole(invocation, coldStart: coldStart)
                coldStart = nil
            default: state = await step(from: state)
            }
        }
    }

    /// One invocation from its event to the end of its work, in a scope of its own.
    /// - Parameter coldStart: how long the start took, for the first invocation.
    private func whole(_ invocation: Invocation, coldStart: Duration?) async -> State {
        let scope = InvocationScope(
            traceHeader: invocation.traceID, writer: metricsWriter, properties: [invocation.requestField])
        if let coldStart {
            scope.metrics.count(.coldStart)
            scope.metrics.time(.initDuration, coldStart)
        }
        let state = await InvocationScope.$current.withValue(scope) {
            var state = State.handling(invocation)
            while true {
                state = await step(from: state)
                switch state {
                case .waiting, .stopped: return state
                default: break
                }
            }
        }
        scope.writeMetrics()
        return state
    }

    private func step(from state: State) async -> State {
        switch state {
        case .waiting(let failures): await wait(failures: failures)
        case .handling(let invocation): await handle(invocation)
        case .answering(let invocation, let answer): await post(answer, to: invocation)
        case .reporting(let invocation, let error, let afterwards):
            await report(error, for: invocation, afterwards: afterwards)
        case .finishing(let invocation, let afterwards): await finish(invocation, afterwards)
        case .stopped: state
        }
    }

    private func wait(failures: Int) async -> State {
        do {
            return .handling(try await api.next())
        } catch .unreachable {
            return .stopped(.unreachable)
        } catch .containerError(let status) {
            logger.fatal("the Runtime API failed; exiting", .count("status", status))
            return .stopped(.containerError)
        } catch {
            logger.error("no invocation could be fetched", .error(error))
            guard failures + 1 < Self.maxFailures else { return .stopped(.noInvocation(failures: failures + 1)) }
            // A refusal comes back at once; without a pause this would be a busy loop.
            try? await clock.sleep(for: .milliseconds(100 << failures))
            return .waiting(failures: failures + 1)
        }
    }

    private func handle(_ invocation: Invocation) async -> State {
        let logger = logger(for: invocation)
        let context = LambdaContext(
            requestID: invocation.requestID, deadline: invocation.deadline,
            invokedFunctionARN: invocation.invokedFunctionARN, traceID: invocation.traceID, logger: logger)
        do {
            let answer = try await handler.handle(invocation.event, context: context)
            guard answer.payload.count <= RuntimeAPIClient.maxResponseBytes else {
                let error = InvocationError.responseTooLarge(byteCount: answer.payload.count)
                logger.error("the response is too large for Lambda", .count("bytes", answer.payload.count))
                return .reporting(invocation, error, afterwards: answer.afterwards)
            }
            return .answering(invocation, answer)
        } catch {
            logger.error("the handler failed", .error(error))
            return .reporting(invocation, InvocationError(error), afterwards: nil)
        }
    }

    private func post(_ answer: LambdaAnswer, to invocation: Invocation) async -> State {
        do {
            try await api.respond(answer.payload, to: invocation)
            return .finishing(invocation, answer.afterwards)
        } catch .responseTooLarge {
            let error = InvocationError.responseTooLarge(byteCount: answer.payload.count)
            return .reporting(invocation, error, afterwards: answer.afterwards)
        } catch {
            return afterFailedPost(of: invocation, error, afterwards: answer.afterwards)
        }
    }

    private func report(
        _ error: InvocationError, for invocation: Invocation, afterwards: Afterwards?
    ) async -> State {
        do {
            try await api.report(error, for: invocation)
            return .finishing(invocation, afterwards)
        } catch {
            return afterFailedPost(of: invocation, error, afterwards: afterwards)
        }
    }

    /// What is to be done after the answer is done even where the answer was refused: a job's result counts.
    private func afterFailedPost(
        of invocation: Invocation, _ error: RuntimeAPIError, afterwards: Afterwards?
    ) -> State {
        logger(for: invocation).error("the outcome was not taken by the Runtime API", .error(error))
        if case .containerError = error { return .stopped(.containerError) }
        return .finishing(invocation, afterwards)
    }

    private func finish(_ invocation: Invocation, _ afterwards: Afterwards?) async -> State {
        guard let afterwards else { return .waiting(failures: 0) }
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
        if !finished { logger(for: invocation).warn("the work after the answer was cut off by the deadline") }
        return .waiting(failures: 0)
    }

    private func logger(for invocation: Invocation) -> Logger {
        let logger = logger.with(invocation.requestField)
        return invocation.traceRoot.map { logger.with(.identifier("traceId", $0)) } ?? logger
    }
}
