/// A request's field, or the request as a whole, that is not what it should be. Says what is wrong and what would be
/// right, and never quotes what was sent.
package struct InvalidField: Error, Sendable, Equatable, CustomStringConvertible, LogSafeError, CallerSafeError {
    /// Nil for the request as a whole.
    package let field: String?
    /// Continues the sentence that the field's name begins: `is missing`, `must be …`.
    package let problem: String

    package init(field: String?, problem: String) {
        self.field = field
        self.problem = problem
    }

    package var description: String { "\(field ?? "The request") \(problem)." }
    package var logDescription: String { "invalid_request \(field ?? "request")" }
    package var callerErrorType: String { ErrorCode.invalidRequest.rawValue }
    package var callerMessage: String { description }
}
