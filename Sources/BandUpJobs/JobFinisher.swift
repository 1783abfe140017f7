import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Writes a paid outcome down, whatever it takes.
///
/// The record is tried first. If the table does not take it (after the client's own retries), the outcome goes to the
/// recovery store at once, since the function may be killed at any moment; then the record is tried again until the
/// deadline. The next attempt at the job looks into the recovery store before it pays for anything.
struct JobFinisher: Sendable {
    let store: any JobStore
    let recovery: (any RecoveryStore)?
    let clock: any WallClock

    /// The longest pause between two rounds of tries.
    private static let longestPause = Duration.seconds(8)

    /// The outcome that an earlier attempt could not write to the record.
    func recovered<Outcome: Decodable>(_ job: ClaimedJob) async -> Outcome? {
        guard let recovery, job.claim.attempt > 1 else { return nil }
        do {
            let kept = try await StepTimer(clock: clock, logger: job.logger)(.recover) {
                try await recovery.outcome(
                    of: job.claim.key, contentHash: job.contentHash,
                    deadline: job.deadline.reserving(JobClaim.reserve))
            }
            return try kept.map { try DynamoDBDecoder().decode(Outcome.self, from: $0) }
        } catch {
            // Not a reason to refuse the job; at worst it is paid again.
            job.logger.warn("the recovery store can't be read", .error(error))
            return nil
        }
    }

    func complete(_ job: ClaimedJob, _ outcome: some Encodable & Sendable) async throws(JobStoreError) {
        let item: EncodedItem
        do {
            item = try DynamoDBEncoder().item(outcome)
        } catch {
            throw .unreadable(.encoding("\(type(of: outcome))"))
        }
        var pause = Duration.milliseconds(500)
        var isKept = false
        while true {
            do throws(JobStoreError) {
                try await store.complete(job.claim, outcome: item, deadline: job.deadline)
                // An outcome of an earlier attempt may lie there too.
                if isKept || job.claim.attempt > 1 { await remove(job) }
                return
            } catch {
                guard case .unavailable(let cause) = error else { throw error }
                job.logger.warn("the result is not stored yet", .error(error))
                if !isKept { isKept = await keep(item.data, job) }
                guard cause.retryVerdict != .stop, await waited(pause, job.deadline) else { throw error }
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    private func keep(_ outcome: Data, _ job: ClaimedJob) async -> Bool {
        guard let recovery else { return false }
        do {
            try await recovery.keep(
                outcome, of: job.claim.key, contentHash: job.contentHash, deadline: job.deadline)
            return true
        } catch {
            job.logger.error("the recovery store can't be written", .error(error))
            return false
        }
    }

    private func remove(_ job: ClaimedJob) async {
        do {
            try await recovery?.remove(job.claim.key, contentHash: job.contentHash, deadline: job.deadline)
        } catch {
            // The bucket's lifecycle ends what is left.
            job.logger.warn("the recovery store can't be cleared", .error(error))
        }
    }

    /// False when there is no time for the pause and another try.
    private func waited(_ pause: Duration, _ deadline: Deadline) async -> Bool {
        guard deadline.remaining(on: clock) > pause + .seconds(1) else { return false }
        do {
            try await clock.sleep(for: pause)
            return true
        } catch {
            return false
        }
    }
}
