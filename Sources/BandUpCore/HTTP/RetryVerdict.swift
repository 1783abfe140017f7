/// What an error says about trying the same call again.
package enum RetryVerdict: Sendable, Equatable {
    /// Trying again can't help, or is not safe.
    case stop
    /// The service asks for less: longer pauses. `after` is its own wish (`Retry-After`, `RetryInfo`).
    case throttled(after: Duration?)
    /// A passing fault: a broken connection, a 500.
    case transient(after: Duration?)
}

/// An error that knows whether the call may be repeated.
package protocol RetryClassified: Error {
    var retryVerdict: RetryVerdict { get }
}
