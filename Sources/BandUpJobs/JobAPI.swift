import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// The HTTP side of a job function (SPEC.md section 9): submit and wait, submit and poll, read back, list.
struct JobAPI<Worker: JobWorker>: Sendable {
    private enum Target: Sendable {
        case submit, read, history
    }

    private let worker: Worker
    private let processor: JobProcessor<Worker>
    private let store: any JobStore
    private let queue: any JobQueue
    private let configuration: JobConfiguration
    private let clock: any WallClock
    private let router: Router<Target>
    private let presenter: JobPresenter<Worker>
    private let reader: JobReader<Worker>

    init(
        worker: Worker, processor: JobProcessor<Worker>, store: any JobStore, queue: any JobQueue,
        cursorSecret: any APIKeyProvider, configuration: JobConfiguration, clock: any WallClock
    ) {
        self.worker = worker
        self.processor = processor
        self.store = store
        self.queue = queue
        self.configuration = configuration
        self.clock = clock
        router = Router([
            Route(.post, Worker.collectionPath, .submit),
            Route(.get, Worker.collectionPath, .history),
            Route(.get, "\(Worker.collectionPath)/{id}", .read),
        ])
        presenter = JobPresenter(worker: worker, responder: configuration.responder)
        reader = JobReader(
            store: store, cursors: HistoryCursors(secret: cursorSecret, collection: Worker.collectionPath),
            presenter: presenter)
    }

    func answer(_ request: APIGatewayRequest, context: LambdaContext) async -> LambdaAnswer {
        do throws(APIError) {
            switch try router.match(request) {
            case .options(let methods):
                return LambdaAnswer(configuration.responder.options(allowedMethods: methods).json)
            case .target(.submit, _):
                return try await submit(request, context: context)
            case .target(.read, let id):
                return LambdaAnswer(try await reader.record(id, request: request, context: context).json)
            case .target(.history, _):
                return LambdaAnswer(try await reader.history(request, context: context).json)
            }
        } catch {
            return answer(error, context: context, for: request)
        }
    }

    func answer(_ error: APIError, context: LambdaContext, for request: APIGatewayRequest? = nil) -> LambdaAnswer {
        context.logger.info("request refused", .oneOf("errorCode", error.code))
        return LambdaAnswer(configuration.responder.error(error, requestID: context.requestID, for: request).json)
    }

    /// The event is the request itself, from a caller with the right to invoke the function: no gateway waits, so the
    /// job takes the time that it takes.
    func answer(direct body: Data, context: LambdaContext) async -> LambdaAnswer {
        do throws(APIError) {
            let submission = try submission(
                of: try requestFields(body), caller: .trusted, ownsObjectsOnly: false)
            let request = try self.request(of: submission)
            let disposition = await process(request, submission, context: context) { true }
            return LambdaAnswer(try presenter.response(to: disposition, key: submission.key).json)
        } catch {
            return answer(error, context: context)
        }
    }

    private func requestFields(_ body: Data) throws(APIError) -> RequestFields {
        do {
            return try RequestFields(json: body)
        } catch {
            throw APIError(error)
        }
    }

    // MARK: - Submit

    private func submit(_ request: APIGatewayRequest, context: LambdaContext) async throws(APIError) -> LambdaAnswer {
        let fields = try request.jsonFields(maxByteCount: RequestFields.maxMessageByteCount)
        let submission = try submission(of: fields, caller: request.caller, ownsObjectsOnly: true)
        let job = try self.request(of: submission)
        if request.prefersAsynchronousAnswer && queue.isConfigured {
            return LambdaAnswer(try await enqueue(job, submission, context: context).json)
        }
        return try await waited(job, submission, context: context)
    }

    private func submission(
        of fields: RequestFields, caller: CallerIdentity, ownsObjectsOnly: Bool
    ) throws(APIError) -> JobSubmission {
        let user = try caller.authenticatedUser()
        do {
            return try JobSubmission(
                fields, idField: Worker.idField, authenticatedUser: user, ownsObjectsOnly: ownsObjectsOnly,
                fallbackID: UUID().uuidString.lowercased())
        } catch {
            throw APIError(error.failure)
        }
    }

    private func request(of submission: JobSubmission) throws(APIError) -> Worker.Request {
        do {
            return try worker.request(from: submission.fields, for: submission.user)
        } catch {
            throw APIError(error.failure)
        }
    }

    private func process(
        _ request: Worker.Request, _ submission: JobSubmission, context: LambdaContext,
        isLastAttempt: @escaping @Sendable () -> Bool
    ) async -> JobProcessor<Worker>.Disposition {
        await processor.process(
            request, key: submission.key, jobID: submission.jobID, isLastAttempt: isLastAttempt,
            deadline: context.deadline,
            logger: context.logger.with(submission.key))
    }

    /// Waits until the job is done or `API_TIMEOUT` is over. In the second case the caller is answered 202 and the same
    /// work goes on behind the answer: the model call under way is neither lost nor paid twice.
    private func waited(
        _ request: Worker.Request, _ submission: JobSubmission, context: LambdaContext
    ) async throws(APIError) -> LambdaAnswer {
        let wasAnswered = Flag()
        let work = Task {
            // Once the caller was told to come back, a failure that may pass is the queue's to repeat.
            await process(request, submission, context: context) { !(wasAnswered.isSet && queue.isConfigured) }
        }
        if let disposition = await firstOf(work, timeout: configuration.apiTimeout) {
            return LambdaAnswer(try presenter.response(to: disposition, key: submission.key).json)
        }
        wasAnswered.set()
        return LambdaAnswer(presenter.accepted(submission.key).json) {
            guard case .released = await work.value, queue.isConfigured else { return }
            await handOver(submission, request, context: context)
        }
    }

    /// The task's value, or nil when it takes longer; the task goes on then.
    private func firstOf(
        _ work: Task<JobProcessor<Worker>.Disposition, Never>, timeout: Duration
    ) async -> JobProcessor<Worker>.Disposition? {
        let (stream, continuation) = AsyncStream.makeStream(of: JobProcessor<Worker>.Disposition?.self)
        let waiter = Task { continuation.yield(await work.value) }
        let timer = Task { [clock] in
            try await clock.sleep(for: timeout)
            continuation.yield(nil)
        }
        defer {
            waiter.cancel()
            timer.cancel()
        }
        for await first in stream { return first }
        return nil
    }

    private func handOver(_ submission: JobSubmission, _ request: Worker.Request, context: LambdaContext) async {
        do {
            try await queue.send(
                try submission.message(idField: Worker.idField), key: submission.key,
                deadline: context.deadline.reserving(.seconds(1)))
        } catch {
            context.logger.error("the job could not be handed over", .error(error))
            await abandon(submission, request, context: context)
        }
    }

    /// Writes the record first and then sends the job: a job in the queue always has a record to poll.
    private func enqueue(
        _ request: Worker.Request, _ submission: JobSubmission, context: LambdaContext
    ) async throws(APIError) -> APIGatewayResponse {
        let outcome: ClaimOutcome
        do {
            outcome = try await store.enqueue(
                submission.key, contentHash: request.contentHash, jobID: submission.jobID, deadline: context.deadline)
        } catch {
            context.logger.error("the job could not be recorded", .error(error))
            throw APIError(.unavailable, "The service is busy. Try again shortly.", retryAfter: .seconds(5))
        }
        switch outcome {
        case .conflict: throw presenter.conflict
        case .inProgress:
            InvocationScope.metrics?.count(.duplicatesAvoided)
            return presenter.accepted(submission.key)
        case .settled(let record):
            InvocationScope.metrics?.count(.duplicatesAvoided)
            return try presenter.response(to: record, key: submission.key)
        case .claimed: break
        }
        do {
            try await queue.send(
                try submission.message(idField: Worker.idField), key: submission.key, deadline: context.deadline)
        } catch {
            context.logger.error("the job could not be queued", .error(error))
            await abandon(submission, request, context: context)
            throw APIError(.unavailable, "The service is busy. Try again shortly.", retryAfter: .seconds(5))
        }
        return presenter.accepted(submission.key)
    }

    /// Marks a recorded job that nobody will work on, so that it is not `processing` for ever.
    private func abandon(_ submission: JobSubmission, _ request: Worker.Request, context: LambdaContext) async {
        do throws(JobStoreError) {
            let outcome = try await store.claim(
                submission.key, contentHash: request.contentHash, jobID: submission.jobID, expires: clock.now,
                isLast: true, deadline: context.deadline)
            guard case .claimed(let claim) = outcome else { return }
            try await store.fail(
                claim, JobFailure(.unavailable, "The job could not be queued. Send it again."),
                deadline: context.deadline)
        } catch {
            context.logger.error("the job could not be marked as failed", .error(error))
        }
    }
}
