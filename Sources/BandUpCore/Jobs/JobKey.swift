/// Which record a job is: the partition and the sort key of its table.
public struct JobKey: Sendable, Hashable {
    /// `session_id` or `set_id`, else `job_id`, else the SQS message id.
    public let id: JobID
    public let userID: UserID

    public init(id: JobID, userID: UserID) {
        self.id = id
        self.userID = userID
    }
}
