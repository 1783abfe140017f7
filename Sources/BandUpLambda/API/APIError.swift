package import Base

/// An error as a caller of the HTTP API sees it. Message and field are written by us: nothing internal is in them.
package struct APIError: Error, Sendable, Equatable, LogSafeError, CallerSafeError {
    package let code: ErrorCode
    /// A sentence for a developer or a learner.
    package let message: String
    /// The request's field at fault, where there is one.
    package let field: String?
    /// Sent as `Retry-After`, in whole seconds, rounded up.
    package let retryAfter: Duration?
    /// Sent as `Allow` with a 405.
    package let allowedMethods: [String]

    package init(
        _ code: ErrorCode, _ message: String, field: String? = nil, retryAfter: Duration? = nil,
        allowedMethods: [String] = []
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.retryAfter = retryAfter
        self.allowedMethods = allowedMethods
    }

    /// A request field that could not be parsed: 400, naming the field.
    package init(_ error: InvalidField) {
        self.init(.invalidRequest, error.description, field: error.field)
    }

    package var logDescription: String { field.map { "\(code.rawValue) \($0)" } ?? code.rawValue }
    package var callerErrorType: String { code.rawValue }
    package var callerMessage: String { message }
}
