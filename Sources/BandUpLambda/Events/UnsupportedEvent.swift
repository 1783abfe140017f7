import Base

/// An event that the handler does not take. It fails the invocation: who sent it finds out, and nothing has happened.
package struct UnsupportedEvent: Error, Sendable, Equatable, LogSafeError, CallerSafeError {
    /// Says what was found and what is taken.
    package let problem: String

    package init(problem: String) {
        self.problem = problem
    }

    package var logDescription: String { problem }
    package var callerErrorType: String { "UnsupportedEvent" }
    package var callerMessage: String { problem }
}
