package import BandUpCore
package import Base
package import FoundationEssentials

/// Where the state of jobs lies. Every write is conditional: whatever order several invocations run in, one of them owns
/// a job at a time and one of them finishes it.
package protocol JobStore: Sendable {
    /// Turns the record to `processing` for this invocation, if it is free.
    /// - Parameters:
    ///   - contentHash: what was asked for; the same id with another hash is a conflict.
    ///   - expires: the invocation's deadline; the store adds the allowed clock skew.
    ///   - isLast: nobody will send the job again if this invocation is killed: then the record is abandoned as soon as
    ///     the claim has run out.
    func claim(
        _ key: JobKey, contentHash: String, jobID: String?, expires: Date, isLast: Bool, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome

    /// Writes the outcome's attributes and `completed`. Doing it twice with one claim is the same as once.
    /// - Throws: `.claimLost` if another invocation has taken the job over: nothing was written.
    func complete(
        _ claim: JobClaim, outcome: EncodedItem, deadline: Deadline
    ) async throws(JobStoreError)

    /// Writes `failed`, with the same rule.
    func fail(_ claim: JobClaim, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError)

    /// Gives the claim up, for the next delivery.
    func release(_ claim: JobClaim, deadline: Deadline) async throws(JobStoreError)

    /// Writes `failed` for a request that could not even be read, unless the id has a job already.
    func reject(_ key: JobKey, _ failure: JobFailure, deadline: Deadline) async throws(JobStoreError)

    /// Writes `processing` without a claim, for a job that goes to the queue.
    func enqueue(
        _ key: JobKey, contentHash: String, jobID: String?, deadline: Deadline
    ) async throws(JobStoreError) -> ClaimOutcome

    /// The record as a reader may see it: one that was abandoned (`JobRecord.Header.abandonedAt`) is `failed`, and is
    /// written so.
    func record(_ key: JobKey, deadline: Deadline) async throws(JobStoreError) -> JobRecord?

    /// A page of a user's records of this function, newest first. It may have fewer entries than asked for, and still a
    /// next page, where the work that one page may cost is done.
    func history(_ wanted: JobHistoryQuery, deadline: Deadline) async throws(JobStoreError) -> JobHistoryPage
}

package enum JobStoreError: Error, Sendable, LogSafeError {
    case claimLost
    case unavailable(DynamoDBError)
    /// The record is not of the shape that this program writes.
    case unreadable(DynamoDBError)

    package var logDescription: String {
        switch self {
        case .claimLost: "JobStoreError: claim lost"
        case .unavailable: "JobStoreError: store unavailable"
        case .unreadable: "JobStoreError: record unreadable"
        }
    }

    package var logCause: (any Error)? {
        switch self {
        case .claimLost: nil
        case .unavailable(let error), .unreadable(let error): error
        }
    }
}
