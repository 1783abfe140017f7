package import FoundationEssentials

/// The right of one invocation to work on one job.
///
///     claim                                   deadline  claim expires        message visible again
///     |------------- work --------------|-reserve-|--skew--|                 |
///     0                               297 s     300 s    305 s            1800 s      (writing, speaking)
///
/// - The work ends `reserve` before the invocation's deadline; what is left writes the outcome.
/// - Lambda kills the function at its deadline, so the claim of a killed one is free at `deadline + skew`: the clocks of
///   two machines may differ by that much without two of them holding one claim.
/// - SQS shows the message again after six times the function's timeout, long after the claim ended. A duplicate
///   delivery before that finds a live claim and goes back to the queue.
/// - An owner that wakes up late (frozen, not killed) finds another owner in the record and writes nothing.
/// - A killed owner leaves `processing` behind, and on the last permitted delivery nobody comes after it: the message
///   goes to the dead-letter queue. So the record says from the start when it is to be taken for abandoned
///   (`abandoned_at`): where the claim ends, if it is the last one, and otherwise where SQS would have forgotten the
///   message. Whoever reads the record after that finds `failed`, and makes it so by a conditional write
///   (`DynamoDBJobStore.record`). An abandoned job is free like any failed one: a message that a person moves back from
///   the dead-letter queue is worked on.
package struct JobClaim: Sendable, Hashable {
    package let key: JobKey
    /// A random name, new for every claim.
    package let owner: String
    /// Which claim of this job it is, from 1: more than the first may find what an earlier one left.
    package let attempt: Int

    /// How far the clocks of two machines may be apart.
    static let clockSkew = Duration.seconds(5)
    /// What is kept of an invocation's time for writing the outcome.
    static let reserve = Duration.seconds(3)
    /// The longest that SQS keeps a message (MessageRetentionPeriod, 14 days): no job comes back from a queue after it.
    static let longestQueueStay = Duration.seconds(1_209_600)

    init(key: JobKey, owner: String = UUID().uuidString, attempt: Int = 1) {
        self.key = key
        self.owner = owner
        self.attempt = attempt
    }
}

/// What a claim came to.
package enum ClaimOutcome: Sendable {
    case claimed(JobClaim)
    /// The record as it lies there: this job needs no work.
    case settled(JobRecord)
    /// Another invocation holds the claim until then.
    case inProgress(until: Date)
    /// The id belongs to a job with other content.
    case conflict
}
