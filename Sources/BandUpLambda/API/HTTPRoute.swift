package import BandUpCore
import Base

/// One thing that an HTTP function does: at a method and a path, for callers of a role.
///
///     .get("/questions/{id}") { call in try await questions.read(call) }
package struct HTTPRoute: Sendable {
    package typealias Answer = @Sendable (HTTPCall) async throws -> HTTPReply

    package let method: HTTPRequest.Method
    /// Literal segments, and parameters in braces.
    package let pattern: String
    /// Callers of a lesser role are refused.
    package let least: Role
    /// Whether callers without an account are refused, because the work is paid for.
    package let isPaid: Bool
    package let answer: Answer

    package init(
        _ method: HTTPRequest.Method, _ pattern: String, least: Role = .learner, isPaid: Bool = false,
        _ answer: @escaping Answer
    ) {
        self.method = method
        self.pattern = pattern
        self.least = least
        self.isPaid = isPaid
        self.answer = answer
    }

    package static func get(_ pattern: String, least: Role = .learner, _ answer: @escaping Answer) -> HTTPRoute {
        HTTPRoute(.get, pattern, least: least, answer)
    }

    package static func post(
        _ pattern: String, least: Role = .learner, isPaid: Bool = false, _ answer: @escaping Answer
    ) -> HTTPRoute {
        HTTPRoute(.post, pattern, least: least, isPaid: isPaid, answer)
    }

    package static func put(_ pattern: String, least: Role = .learner, _ answer: @escaping Answer) -> HTTPRoute {
        HTTPRoute(.put, pattern, least: least, answer)
    }

    package static func patch(_ pattern: String, least: Role = .learner, _ answer: @escaping Answer) -> HTTPRoute {
        HTTPRoute(.patch, pattern, least: least, answer)
    }

    package static func delete(_ pattern: String, least: Role = .learner, _ answer: @escaping Answer) -> HTTPRoute {
        HTTPRoute(.delete, pattern, least: least, answer)
    }

    /// - Throws: `forbidden`.
    func admit(_ caller: Caller) throws(APIError) {
        guard caller.role >= least else {
            throw APIError(.forbidden, "Only a \(least.rawValue) may do this.")
        }
        guard !(isPaid && caller.isAnonymous) else {
            throw APIError(.forbidden, "This needs an account. Sign up, and try again.")
        }
    }
}
