/// The closed set of error codes: the API's `error.code` and a failed record's `error_code`.
package enum ErrorCode: String, Sendable, Codable, CaseIterable {
    /// A field is missing or wrong.
    case invalidRequest = "invalid_request"
    /// Nobody is identified.
    case unauthorized
    /// The caller is known, and may not.
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    /// Another invocation works on this id.
    case inProgress = "in_progress"
    /// The same id was used for other content.
    case conflict
    case tooLarge = "too_large"
    case unsupportedMedia = "unsupported_media"
    /// Well formed, and still of no use: blocked content, a document without text, a recording without speech.
    case unprocessable
    /// A document that is damaged, or that crashes or hangs its reader.
    case unreadableDocument = "unreadable_document"
    case throttled
    /// The model's answer was not usable.
    case modelError = "model_error"
    case unavailable
    case deadlineExceeded = "deadline_exceeded"

    package var httpStatus: Int {
        switch self {
        case .invalidRequest: 400
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .inProgress, .conflict: 409
        case .tooLarge: 413
        case .unsupportedMedia: 415
        case .unprocessable, .unreadableDocument: 422
        case .throttled: 429
        case .modelError: 502
        case .unavailable: 503
        case .deadlineExceeded: 504
        }
    }
}
