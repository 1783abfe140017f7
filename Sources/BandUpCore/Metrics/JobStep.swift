/// A part of a job that is timed. The raw value is the `Step` of metrics and the `step` of log lines.
public enum JobStep: String, Sendable, CaseIterable {
    /// Making the record this invocation's.
    case claim
    /// Looking for the result of an earlier attempt.
    case recover
    /// From S3 to a file.
    case fetch
    /// A document into pages and chunks, or a recording's header and level.
    case read
    /// From the first embedding call to the end of the last; overlaps `read`.
    case embed
    /// Choosing passages by their vectors.
    case retrieve
    /// All model calls of the job.
    case generate
    /// The result, or the failure, into the record.
    case store

    /// The field of a job's last line that holds the step's time.
    var summaryField: StaticString {
        switch self {
        case .claim: "claimMs"
        case .recover: "recoverMs"
        case .fetch: "fetchMs"
        case .read: "readMs"
        case .embed: "embedMs"
        case .retrieve: "retrieveMs"
        case .generate: "generateMs"
        case .store: "storeMs"
        }
    }
}
