import Base

/// Why there is no usable answer, and what was paid until then.
///
/// Nothing of an upstream body is in it: Google's `DebugInfo` may echo the API key, and its messages the learner's text.
package struct ModelError: Error, Sendable {
    package enum Reason: Sendable {
        /// A content filter: the same content is blocked again.
        case blocked(ContentBlock)
        /// The answer ended before it was whole, such as at its token limit.
        case stoppedEarly(FinishReason)
        /// The answer is not JSON, does not keep the schema, or failed the caller's check.
        case malformedAnswer
        /// The model ended its answer without a word, twice.
        case emptyAnswer
        /// Its marks were too good to be taken on trust, and a second opinion contradicted them.
        case contradicted
        case invalidKey
        /// The key could not be read.
        case keyUnavailable(any Error)
        case permissionDenied
        case quotaExceeded(perDay: Bool, retryAfter: Duration?)
        /// Retired or never existed: another name has to be configured.
        case modelNotFound(ModelID)
        /// `status` is Google's code, such as `INVALID_ARGUMENT`.
        case invalidRequest(status: String)
        /// The request is larger than the API takes; nil when it was the API that said so.
        case tooLarge(byteCount: Int?)
        /// Any other HTTP status; 200 for a success that holds no answer (`ModelError(inSuccess:model:)`).
        case serverError(status: Int, retryAfter: Duration?)
        case transport(HTTPClientError)
        case deadlineExceeded
    }

    package let reason: Reason
    /// All calls that were answered, and so billed, before this error and with it.
    package let spending: ModelSpending

    /// Whether the same call is to be given up, whatever the reason says: another model is asked instead.
    private let isFinal: Bool
    /// What Google calls the request: a header of its refusal, or the `responseId` of an answer.
    package let requestID: String?

    package init(
        _ reason: Reason, spending: ModelSpending = .none, isFinal: Bool = false, requestID: String? = nil
    ) {
        self.reason = reason
        self.spending = spending
        self.isFinal = isFinal
        self.requestID = requestID
    }

    package func adding(_ earlier: ModelSpending) -> ModelError {
        with(spending: earlier + spending)
    }

    /// The same error after `spending` in all.
    package func with(spending: ModelSpending) -> ModelError {
        ModelError(reason, spending: spending, requestID: requestID)
    }

    /// Whether the same job may succeed later, by waiting or by an operator's hand (a new key, another model).
    ///
    /// An answer that was malformed or cut off is permanent: it has been asked for twice, and every further delivery
    /// would pay for the same again. An empty one is a fault of the model's side and costs next to nothing.
    package var isTransient: Bool {
        switch reason {
        case .invalidKey, .keyUnavailable, .permissionDenied, .quotaExceeded, .modelNotFound, .deadlineExceeded: true
        case .serverError, .transport, .emptyAnswer: true
        case .blocked, .stoppedEarly, .malformedAnswer, .contradicted, .invalidRequest, .tooLarge: false
        }
    }
}

extension ModelError: RetryClassified {
    /// 408, 429, 500, 502, 503, 504 and broken connections: google-genai's list. A quota per day does not come back
    /// within one invocation.
    package var retryVerdict: RetryVerdict {
        if isFinal { return .stop }
        return switch reason {
        case .quotaExceeded(perDay: false, let retryAfter): .throttled(after: retryAfter)
        case .serverError(let status, let retryAfter):
            [408, 500, 502, 503, 504].contains(status) ? .transient(after: retryAfter) : .stop
        case .transport(let error):
            switch error {
            case .nameResolution, .connect, .connectionLost, .transport, .timedOut: .transient(after: nil)
            case .tls, .responseTooLarge, .file, .cancelled: .stop
            }
        default: .stop
        }
    }
}

extension ModelError: LogSafeError, CustomStringConvertible {
    package var description: String { logDescription }

    package var logDescription: String {
        let text =
            switch reason {
            case .blocked(.prompt(let reason)): "prompt blocked (\(LogField.sanitized(reason.wireName)))"
            case .blocked(.answer(let reason)): "answer blocked (\(LogField.sanitized(reason.wireName)))"
            case .stoppedEarly(let reason): "stopped early (\(LogField.sanitized(reason.wireName)))"
            case .malformedAnswer: "malformed answer"
            case .emptyAnswer: "empty answer"
            case .contradicted: "marks contradicted by a second opinion"
            case .invalidKey: "API key not valid"
            case .keyUnavailable: "API key not available"
            case .permissionDenied: "permission denied"
            case .quotaExceeded(let perDay, _): perDay ? "daily quota exceeded" : "quota exceeded"
            case .modelNotFound(let model): "no such model: \(model.name)"
            case .invalidRequest(let status): "invalid request (\(LogField.sanitized(status)))"
            case .tooLarge: "request too large"
            case .serverError(let status, _): "HTTP status \(status)"
            case .transport: "no answer"
            case .deadlineExceeded: "deadline exceeded"
            }
        return "ModelError: \(text)"
    }

    package var logCause: (any Error)? {
        switch reason {
        case .keyUnavailable(let error): error
        case .transport(let error): error
        default: nil
        }
    }

    package var upstreamRequestID: String? { requestID }
}
