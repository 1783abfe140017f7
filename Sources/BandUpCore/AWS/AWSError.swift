package import Base

/// Why a call of an AWS service has no result.
package enum AWSError: Error, Sendable, Equatable {
    /// The service refused or failed.
    case service(AWSServiceError)
    /// There is no answer.
    case transport(HTTPClientError)
    /// A 2xx whose content is not what the API describes, or does not fit its checksum.
    case malformedAnswer(operation: String)
    /// No time was left to begin, or to wait for the answer.
    case deadlineExceeded
    /// The call cannot be made as the function is configured.
    case configuration(ConfigurationError)

    package var serviceError: AWSServiceError? {
        guard case .service(let error) = self else { return nil }
        return error
    }

    /// The service's code, such as `NoSuchKey`.
    package var code: String? { serviceError?.code }
    package var isThrottling: Bool { serviceError?.isThrottling ?? false }
    package var isNotFound: Bool { serviceError?.isNotFound ?? false }
    package var isAccessDenied: Bool { serviceError?.isAccessDenied ?? false }

    /// The answer was longer than the caller's limit.
    package var isTooLarge: Bool {
        guard case .transport(.responseTooLarge) = self else { return false }
        return true
    }
}

extension AWSError: RetryClassified {
    package var retryVerdict: RetryVerdict {
        switch self {
        case .service(let error):
            if error.isThrottling { return .throttled(after: error.retryAfter) }
            return error.isTransient ? .transient(after: error.retryAfter) : .stop
        case .transport(let error):
            switch error {
            case .nameResolution, .connect, .connectionLost, .timedOut: return .transient(after: nil)
            case .tls, .responseTooLarge, .file, .cancelled, .transport: return .stop
            }
        // An answer that was damaged on its way.
        case .malformedAnswer: return .transient(after: nil)
        case .deadlineExceeded, .configuration: return .stop
        }
    }
}

extension AWSError: LogSafeError, CustomStringConvertible {
    /// Without the service's message and without hosts and paths, which may name buckets, keys and users.
    package var logDescription: String {
        switch self {
        case .service(let error):
            var text = "AWS \(LogField.sanitized(error.code)) status \(error.status)"
            if let region = error.bucketRegion { text += " bucket in \(LogField.sanitized(region))" }
            return text
        case .transport(let error): return "AWS transport \(Self.name(of: error))"
        case .malformedAnswer(let operation): return "AWS malformed answer to \(operation)"
        case .deadlineExceeded: return "AWS deadline exceeded"
        case .configuration: return "AWS configuration"
        }
    }

    package var logCause: (any Error)? {
        guard case .configuration(let error) = self else { return nil }
        return error
    }

    package var upstreamRequestID: String? {
        serviceError?.requestID.map { id in serviceError?.hostID.map { "\(id)/\($0)" } ?? id }
    }

    package var description: String { logDescription }

    private static func name(of error: HTTPClientError) -> String {
        switch error {
        case .nameResolution: "name resolution"
        case .connect: "connect"
        // Why is what an operator needs (no CA bundle, another authority); the host may be all that is private in it.
        case .tls(let host, let reason): "tls: \(reason.replacing(host, with: "the host"))"
        case .connectionLost(let mayHaveArrived): "connection lost\(mayHaveArrived ? " after sending" : "")"
        case .timedOut(let phase): "timed out (\(phase.rawValue))"
        case .responseTooLarge(let limit): "answer over \(limit) bytes"
        case .file: "file"
        case .cancelled: "cancelled"
        case .transport: "other"
        }
    }
}
