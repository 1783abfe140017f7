import BandUpCore
import Base

/// Runs `operation`, cancelled when `deadline` comes.
/// - Throws: what the operation throws; `.transient` with `deadline_exceeded` if it was the deadline that ended it.
func withDeadline<Value: Sendable>(
    _ deadline: Deadline, on clock: any WallClock,
    _ operation: @escaping @Sendable () async throws(JobError) -> Value
) async throws(JobError) -> Value {
    let result = await withTaskGroup(of: Result<Value, JobError>?.self) { group in
        group.addTask {
            do throws(JobError) {
                return .success(try await operation())
            } catch {
                return .failure(error)
            }
        }
        group.addTask {
            try? await clock.sleep(for: deadline.remaining(on: clock))
            return nil
        }
        // The operation ends soon after it is cancelled: everything it waits for heeds cancellation.
        var outcome: Result<Value, JobError>?
        var isOverdue = false
        for await finished in group {
            if let finished {
                outcome = finished
            } else if outcome == nil {
                isOverdue = true
            }
            group.cancelAll()
        }
        guard isOverdue, case .failure(let error) = outcome else { return outcome }
        return .failure(
            .transient(
                JobFailure(
                    .deadlineExceeded, "The job took too long. It can be sent again.", cause: error.failure.cause)))
    }
    guard let result else {
        throw .transient(JobFailure(.deadlineExceeded, "The job took too long. It can be sent again."))
    }
    return try result.get()
}
