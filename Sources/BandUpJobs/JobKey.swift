package import Base

/// Which record a job is: the partition and the sort key of its table.
package struct JobKey: Sendable, Hashable {
    /// `session_id` or `set_id`, else `job_id`, else the SQS message id.
    package let id: JobID
    package let userID: UserID

    package init(id: JobID, userID: UserID) {
        self.id = id
        self.userID = userID
    }
}
