/// An error as a caller of the HTTP API sees it. Message and field are written by us: nothing internal is in them.
public struct APIError: Error, Sendable, Equatable, LogSafeError, CallerSafeError {
    public let code: ErrorCode
    /// A sentence for a developer or a learner.
    public let message: String
    /// The request's field at fault, where there is one.
    public let field: String?
    /// Sent as `Retry-After`, in whole seconds, rounded up.
    public let retryAfter: Duration?
    /// Sent as `Allow` with a 405.
    public let allowedMethods: [String]

    public init(
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
    public init(_ error: InvalidField) {
        self.init(.invalidRequest, error.description, field: error.field)
    }

    public var logDescription: String { field.map { "\(code.rawValue) \($0)" } ?? code.rawValue }
    public var callerErrorType: String { code.rawValue }
    public var callerMessage: String { message }
}
