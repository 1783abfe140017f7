package import Base

extension Metric {
    package static let jobDuration = Metric("JobDuration", .milliseconds)
    package static let jobsCompleted = Metric("JobsCompleted")
    package static let jobsFailed = Metric("JobsFailed")
    package static let jobsReleased = Metric("JobsReleased")
    package static let duplicatesAvoided = Metric("DuplicatesAvoided")
}

extension JobStep {
    /// Making the record this invocation's.
    package static let claim = JobStep("claim")
    /// Looking for the result of an earlier attempt.
    package static let recover = JobStep("recover")
    /// The result, or the failure, into the record.
    package static let store = JobStep("store")
}
