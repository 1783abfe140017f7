import BandUpCore
package import BandUpLambda
package import Base

/// What one kind of jobs does with one job. All the rest, from the claim to the answer, is the same for every kind.
///
///     struct EssayOutliner: JobWorker {
///         static let idField = "session_id"
///         static let collectionPath = "/outlines"
///         func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> OutlineRequest { … }
///         func perform(_ request: OutlineRequest, key: JobKey, context: JobContext) async throws(JobError) -> Outline { … }
///     }
///
/// docs/adding-a-capability.md walks through a whole one.
package protocol JobWorker: Sendable {
    /// The typed request; `ContentHashed` says what of it decides the result.
    associatedtype Request: ContentHashed & Sendable
    associatedtype Outcome: JobOutcome

    /// The field that names the record: `session_id` or `set_id`.
    static var idField: String { get }

    /// Where the API keeps the records: `/writing/evaluations`.
    static var collectionPath: String { get }

    /// The one place where the request's fields are read. Behind it nothing needs to be checked again.
    /// - Throws: `.permanent` with `invalid_request` naming the field, or `forbidden`.
    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> Request

    /// Does the work before `context.deadline`, when the task is cancelled.
    func perform(_ request: Request, key: JobKey, context: JobContext) async throws(JobError) -> Outcome
}

/// Whose job it is, and whether the sender may name other people's objects.
package struct JobUser: Sendable {
    package let id: UserID
    /// API callers may name only objects under their own id; SQS senders are trusted back ends.
    package let ownsObjectsOnly: Bool

    package init(id: UserID, ownsObjectsOnly: Bool) {
        self.id = id
        self.ownsObjectsOnly = ownsObjectsOnly
    }
}

/// What a worker is given besides the request.
package struct JobContext: Sendable {
    /// Which attempt at the job this is, from 1: an earlier one may have left something.
    package let attempt: Int
    /// The end of the work: the invocation's deadline less what writing the outcome takes.
    package let deadline: Deadline
    package let logger: Logger
    package let clock: any WallClock
    /// Times a step: `try await context.step(.fetch) { … }`.
    package let step: StepTimer
    /// The job's own; a worker counts here what only it knows of.
    package let metrics: Metrics

    package init(
        deadline: Deadline, logger: Logger, clock: any WallClock, attempt: Int = 1,
        metrics: Metrics = InvocationScope.metrics ?? Metrics()
    ) {
        self.deadline = deadline
        self.logger = logger
        self.clock = clock
        self.attempt = attempt
        self.metrics = metrics
        step = StepTimer(clock: clock, logger: logger, metrics: metrics)
    }
}
