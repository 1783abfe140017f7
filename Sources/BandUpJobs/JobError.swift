import BandUpCore
package import Base
import FoundationEssentials

/// Why a job has no result, told apart by what can be done about it.
package enum JobError: Error, Sendable {
    /// Waiting does not help: the caller has to change something. The job becomes `failed`, its message is acknowledged.
    case permanent(JobFailure)
    /// It may pass. The claim is released and the message comes back, until its last permitted delivery.
    case transient(JobFailure, retryAfter: Duration? = nil)

    package var failure: JobFailure {
        switch self {
        case .permanent(let failure), .transient(let failure, _): failure
        }
    }
}

/// What the record and the caller are told about a failure.
package struct JobFailure: Sendable {
    package let code: ErrorCode
    /// One or two sentences fit for a learner: nothing internal, nothing from upstream.
    package let message: String
    /// The request field that is wrong, if it is one.
    package let field: String?
    /// For the log alone.
    package let cause: (any Error)?

    package init(_ code: ErrorCode, _ message: String, field: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.field = field
        self.cause = cause
    }

    /// What was said until November 2026 of near-perfect answers too, for no fault of theirs. A record that says so may be
    /// tried again.
    static let withdrawnRefusal =
        "The answer could not be marked reliably: parts of it got very different marks. Take out whatever does not answer "
        + "the question and send it again."

    package init(_ invalid: InvalidField) {
        self.init(.invalidRequest, invalid.description, field: invalid.field)
    }
}
