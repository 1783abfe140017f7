/// A request's field, or the request as a whole, that is not what it should be. Says what is wrong and what would be
/// right, and never quotes what was sent.
public struct InvalidField: Error, Sendable, Equatable, CustomStringConvertible, LogSafeError, CallerSafeError {
    /// Nil for the request as a whole.
    public let field: String?
    /// Continues the sentence that the field's name begins: `is missing`, `must be …`.
    public let problem: String

    public init(field: String?, problem: String) {
        self.field = field
        self.problem = problem
    }

    public var description: String { "\(field ?? "The request") \(problem)." }
    public var logDescription: String { "invalid_request \(field ?? "request")" }
    public var callerErrorType: String { ErrorCode.invalidRequest.rawValue }
    public var callerMessage: String { description }
}
