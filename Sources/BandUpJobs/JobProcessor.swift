import BandUpCore
import BandUpLambda
package import Base
import FoundationEssentials

/// Takes one job from claim to outcome (SPEC.md section 5).
package struct JobProcessor<Worker: JobWorker>: Sendable {
    private let worker: Worker
    private let store: any JobStore
    private let finisher: JobFinisher
    private let clock: any WallClock

    /// - Parameter recovery: keeps paid outcomes that the store does not take; nil for none.
    package init(worker: Worker, store: any JobStore, recovery: (any RecoveryStore)?, clock: any WallClock) {
        self.worker = worker
        self.store = store
        self.clock = clock
        finisher = JobFinisher(store: store, recovery: recovery, clock: clock)
    }

    /// What became of the job, for whoever sent it.
    package enum Disposition: Sendable {
        /// Just done, or done before.
        case completed(Worker.Outcome)
        case failed(JobFailure)
        /// It may succeed later; the claim is released.
        case released(JobFailure, retryAfter: Duration?)
        case inProgress
        case conflict
    }

    /// - Parameters:
    ///   - isLastAttempt: asked when the job is claimed, and when a failure that may pass has happened: true if nobody
    ///     will send the job again.
    ///   - deadline: the invocation's.
    package func process(
        _ request: Worker.Request, key: JobKey, jobID: String?, isLastAttempt: @escaping @Sendable () -> Bool,
        deadline: Deadline, logger: Logger
    ) async -> Disposition {
        let scope = InvocationScope.forJob(key.id)
        return await InvocationScope.$current.withValue(scope) {
            let disposition = await claimed(
                request, key: key, jobID: jobID, isLastAttempt: isLastAttempt, deadline: deadline, logger: logger)
            scope.writeMetrics()
            return disposition
        }
    }

    private func claimed(
        _ request: Worker.Request, key: JobKey, jobID: String?, isLastAttempt: @escaping @Sendable () -> Bool,
        deadline: Deadline, logger: Logger
    ) async -> Disposition {
        let contentHash = request.contentHash
        let start = clock.now
        do throws(JobStoreError) {
            let outcome = try await StepTimer(clock: clock, logger: logger)(.claim) { () throws(JobStoreError) in
                try await store.claim(
                    key, contentHash: contentHash, jobID: jobID, expires: deadline.date, isLast: isLastAttempt(),
                    deadline: deadline.reserving(JobClaim.reserve))
            }
            switch outcome {
            case .conflict:
                logger.warn("the id has a job with other content")
                return .conflict
            case .inProgress:
                logger.info("another invocation works on this job")
                InvocationScope.metrics?.count(.duplicatesAvoided)
                return .inProgress
            case .settled(let record):
                logger.info("duplicate delivery", .oneOf("status", record.status))
                InvocationScope.metrics?.count(.duplicatesAvoided)
                return settled(record, logger: logger)
            case .claimed(let claim):
                let job = ClaimedJob(
                    claim: claim, contentHash: contentHash, deadline: deadline,
                    logger: logger.with(.count("attempt", claim.attempt)), isLastAttempt: isLastAttempt)
                let (disposition, ending) = await work(request, job)
                ending.tell(
                    since: start, until: clock.now, logger: job.logger, metrics: InvocationScope.metrics ?? Metrics())
                return disposition
            }
        } catch {
            logger.error("the job could not be claimed", .error(error))
            InvocationScope.metrics?.count(isLastAttempt() ? .jobsFailed : .jobsReleased)
            let failure = JobFailure(.unavailable, "The service is busy. Try again shortly.", cause: error)
            if isLastAttempt() {
                await failUnclaimed(key, contentHash, jobID: jobID, failure, deadline: deadline, logger: logger)
            }
            return .released(failure, retryAfter: nil)
        }
    }

    /// Writes `failed` for a job that nobody will try again and that was never begun, such as one that waited behind
    /// slow neighbours in its batch until no time was left. What of the deadline is kept for outcomes is used for it.
    private func failUnclaimed(
        _ key: JobKey, _ contentHash: String, jobID: String?, _ failure: JobFailure, deadline: Deadline, logger: Logger
    ) async {
        do throws(JobStoreError) {
            let outcome = try await store.claim(
                key, contentHash: contentHash, jobID: jobID, expires: clock.now, isLast: true, deadline: deadline)
            guard case .claimed(let claim) = outcome else { return }
            try await store.fail(claim, failure, deadline: deadline)
        } catch {
            logger.error("the job could not be marked as failed", .error(error))
        }
    }

    private func settled(_ record: JobRecord, logger: Logger) -> Disposition {
        if let failure = record.failure {
            return .failed(JobFailure(failure.code, failure.message))
        }
        do {
            return .completed(try record.outcome(Worker.Outcome.self))
        } catch {
            logger.error("a stored result can't be read", .error(error))
            return .failed(JobFailure(.unavailable, "The stored result can't be read.", cause: error))
        }
    }

    private func work(_ request: Worker.Request, _ job: ClaimedJob) async -> (Disposition, JobEnding) {
        let workDeadline = job.deadline.reserving(JobClaim.reserve)
        let context = JobContext(
            deadline: workDeadline, logger: job.logger, clock: clock, attempt: job.claim.attempt)
        if let recovered: Worker.Outcome = await finisher.recovered(job) {
            job.logger.info("the result of an earlier attempt was found")
            context.metrics.count(.duplicatesAvoided)
            return await store(recovered, job, context.step)
        }
        do throws(JobError) {
            let outcome = try await withDeadline(workDeadline, on: clock) { () async throws(JobError) in
                try await worker.perform(request, key: job.claim.key, context: context)
            }
            return await store(outcome, job, context.step)
        } catch {
            return await settle(error, job, context.step)
        }
    }

    private func store(
        _ outcome: Worker.Outcome, _ job: ClaimedJob, _ step: StepTimer
    ) async -> (Disposition, JobEnding) {
        do throws(JobStoreError) {
            try await step(.store) { () throws(JobStoreError) in try await finisher.complete(job, outcome) }
            return (.completed(outcome), .completed)
        } catch {
            job.logger.error("the result could not be stored", .error(error))
            if case .claimLost = error { return (.inProgress, .lost) }
            let failure = JobFailure(
                .unavailable, "The result could not be stored. Try again shortly.", cause: error)
            return (.released(failure, retryAfter: nil), .released)
        }
    }

    /// Writes what the failure means: `failed`, or the claim given back.
    private func settle(_ error: JobError, _ job: ClaimedJob, _ step: StepTimer) async -> (Disposition, JobEnding) {
        let failure = error.failure
        let cause = failure.cause.map { [LogField.error($0)] } ?? []
        let logger = job.logger.with([.oneOf("errorCode", failure.code)] + cause)
        do throws(JobStoreError) {
            return try await step(.store) { () throws(JobStoreError) in
                switch error {
                case .permanent:
                    logger.warn("job failed")
                    try await store.fail(job.claim, failure, deadline: job.deadline)
                    return (.failed(failure), .failed)
                case .transient(_, let retryAfter) where job.isLastAttempt():
                    logger.error("job failed on its last attempt")
                    try await store.fail(job.claim, failure, deadline: job.deadline)
                    return (.released(failure, retryAfter: retryAfter), .failed)
                case .transient(_, let retryAfter):
                    logger.warn("job released for another attempt")
                    try await store.release(job.claim, deadline: job.deadline)
                    return (.released(failure, retryAfter: retryAfter), .released)
                }
            }
        } catch {
            logger.error("the job's state could not be written", .error(error))
            // Unwritten, the claim runs out by itself; the next delivery finds it free.
            return (.released(failure, retryAfter: nil), .released)
        }
    }
}
