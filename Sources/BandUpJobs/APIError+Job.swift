package import BandUpLambda
package import Base

extension APIError {
    /// What the caller is told of a job's failure.
    init(_ failure: JobFailure, retryAfter: Duration? = nil) {
        self.init(failure.code, failure.message, field: failure.field, retryAfter: retryAfter)
    }
}

extension JobError: APIErrorConvertible {
    package var apiError: APIError {
        switch self {
        case .permanent(let failure): APIError(failure)
        case .transient(let failure, let retryAfter): APIError(failure, retryAfter: retryAfter)
        }
    }
}
