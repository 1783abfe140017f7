import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// The HTTP side of a job function (SPEC.md section 9): submit and wait, submit and poll, read back, list.
struct JobAPI<Worker: JobWorker>: Sendable {
    private let worker: Worker
    private let processor: JobProcessor<Worker>
    private let store: any JobStore
    private let queue: any JobQueue
    private let configuration: JobConfiguration
    private let clock: any WallClock
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
        presenter = JobPresenter()
        reader = JobReader(
            store: store, cursors: HistoryCursors(secret: cursorSecret, collection: Worker.collectionPath),
            presenter: presenter)
    }

    /// Where a direct request goes too.
    var submission: HTTPRoute {
        .post(Worker.collectionPath, isPaid: true) { call in try await submit(call) }
    }

    var routes: [HTTPRoute] {
        [
            submission,
            .get(Worker.collectionPath) { call in try await reader.history(call) },
            .get("\(Worker.collectionPath)/{id}") { call in try await reader.record(call) },
        ]
    }

    // MARK: - Submit

    private func submit(_ call: HTTPCall) async throws -> HTTPReply {
        let submission = try submission(of: call)
        let job = try worker.request(from: submission.fields, for: submission.user)
        if call.isDirect {
            // No gateway waits, so the job takes the time that it takes.
            let disposition = await process(job, submission, context: call.context) { true }
            return try presenter.response(to: disposition, key: submission.key)
        }
        if call.request.prefersAsynchronousAnswer && queue.isConfigured {
            return try await enqueue(job, submission, context: call.context)
        }
        return try await waited(job, submission, context: call.context)
    }

    private func submission(of call: HTTPCall) throws -> JobSubmission {
        try JobSubmission(
            try call.fields(), idField: Worker.idField, caller: call.caller, ownsObjectsOnly: !call.isDirect,
            fallbackID: UUID().uuidString.lowercased())
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
    ) async throws(APIError) -> HTTPReply {
        let wasAnswered = Flag()
        let work = Task {
            // Once the caller was told to come back, a failure that may pass is the queue's to repeat.
            await process(request, submission, context: context) { !(wasAnswered.isSet && queue.isConfigured) }
        }
        if let disposition = await firstOf(work, timeout: configuration.apiTimeout) {
            return try presenter.response(to: disposition, key: submission.key)
        }
        wasAnswered.set()
        return presenter.accepted(submission.key) {
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
    ) async throws(APIError) -> HTTPReply {
        let outcome: ClaimOutcome
        do {
            outcome = try await store.enqueue(
                submission.key, contentHash: request.contentHash, jobID: submission.jobID, deadline: context.deadline)
        } catch {
            context.logger.error("the job could not be recorded", .error(error))
            throw .busy
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
            throw .busy
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
