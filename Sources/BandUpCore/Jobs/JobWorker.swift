/// What one function does with one job. All the rest, from the claim to the answer, is the same for every function.
///
/// A new function is one more worker:
///
///     struct EssayOutliner: JobWorker {
///         static let idField = "session_id"
///         static let collectionPath = "/outlines"
///         func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> OutlineRequest { … }
///         func perform(_ request: OutlineRequest, key: JobKey, context: JobContext) async throws(JobError) -> OutlineRecord { … }
///         func answer(to key: JobKey, outcome: OutlineRecord) throws -> OutlineResult { … }
///         typealias Summary = OutlineSummary
///     }
public protocol JobWorker: Sendable {
    /// The typed request; `ContentHashed` says what of it decides the result.
    associatedtype Request: ContentHashed & Sendable
    /// The attributes that a completed record holds, beside those of the jobs mechanism.
    associatedtype Outcome: Codable & Sendable
    /// The result as the API gives it.
    associatedtype Answer: Encodable & Sendable
    /// What a history shows of an outcome: all but its long texts.
    associatedtype Summary: RecordSummary

    /// The field that names the record: `session_id` or `set_id`.
    static var idField: String { get }

    /// Where the API keeps the records: `/writing/evaluations`.
    static var collectionPath: String { get }

    /// The one place where the request's fields are read. Behind it nothing needs to be checked again.
    /// - Throws: `.permanent` with `invalid_request` naming the field, or `forbidden`.
    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> Request

    /// Does the work before `context.deadline`, when the task is cancelled.
    func perform(_ request: Request, key: JobKey, context: JobContext) async throws(JobError) -> Outcome

    /// - Throws: if a stored outcome can't be read any more.
    func answer(to key: JobKey, outcome: Outcome) throws -> Answer
}

/// Whose job it is, and whether the sender may name other people's objects.
public struct JobUser: Sendable {
    public let id: UserID
    /// API callers may name only objects under their own id; SQS senders are trusted back ends.
    public let ownsObjectsOnly: Bool

    public init(id: UserID, ownsObjectsOnly: Bool) {
        self.id = id
        self.ownsObjectsOnly = ownsObjectsOnly
    }
}

/// What a worker is given besides the request.
public struct JobContext: Sendable {
    /// Which attempt at the job this is, from 1: an earlier one may have left something.
    public let attempt: Int
    /// The end of the work: the invocation's deadline less what writing the outcome takes.
    public let deadline: Deadline
    public let logger: Logger
    public let clock: any WallClock
    /// Times a step: `try await context.step(.fetch) { … }`.
    public let step: StepTimer
    /// The job's own; a worker counts here what only it knows of.
    public let metrics: Metrics

    public init(
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
