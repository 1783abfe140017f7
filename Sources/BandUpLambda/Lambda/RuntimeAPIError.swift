import BandUpCore
import Base

/// Why a call of the Runtime API came to nothing, by what the runtime has to do about it.
enum RuntimeAPIError: Error, Sendable, Equatable, LogSafeError {
    /// Nothing listens on `AWS_LAMBDA_RUNTIME_API`.
    case unreachable
    /// The call was not accepted (400, 403 and the like): an invocation that has timed out, for instance. Log, go on.
    case rejected(status: Int)
    /// 413: the response is larger than Lambda takes.
    case responseTooLarge
    /// A 5xx. The execution environment can't recover, the runtime has to exit promptly.
    case containerError(status: Int)
    /// An answer to `/next` without a header that has to be there.
    case missingHeader(String)
    /// The connection failed on the way; what was posted may have arrived.
    case transport(HTTPClientError)

    var logDescription: String {
        switch self {
        case .unreachable: "nothing listens on AWS_LAMBDA_RUNTIME_API"
        case .rejected(let status): "the Runtime API answered \(status)"
        case .responseTooLarge: "the Runtime API found the response too large"
        case .containerError(let status): "the Runtime API answered \(status): the environment can't go on"
        case .missingHeader(let name): "the Runtime API's answer has no \(name) header"
        case .transport: "the Runtime API's connection failed"
        }
    }

    var logCause: (any Error)? {
        guard case .transport(let error) = self else { return nil }
        return error
    }
}
