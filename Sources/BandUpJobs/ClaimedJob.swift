import Base

/// A job that this invocation owns.
struct ClaimedJob: Sendable {
    let claim: JobClaim
    let contentHash: String
    /// The invocation's.
    let deadline: Deadline
    let logger: Logger
    /// Whether nobody will send the job again if it fails now.
    let isLastAttempt: @Sendable () -> Bool
}
