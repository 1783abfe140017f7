import BandUpCore
import Base
import Foundation
import Testing

@testable import BandUpLambda

@Suite struct InvocationErrorTests {
    private struct Secret: Error, CustomStringConvertible { var description: String { "key=abc" } }
    private struct Logged: LogSafeError { var logDescription: String { "code 7" } }
    private enum Generic<Value>: Error { case failed }

    @Test("an error that declares nothing gives its type's name and no word more")
    func unknown() {
        let error = InvocationError(Secret())
        #expect(error.errorType == "Function.Secret")
        #expect(!error.message.contains("key"))
    }

    @Test("errors that are safe for the log or the caller are told in their own words")
    func safe() {
        #expect(InvocationError(Logged()) == InvocationError(errorType: "Function.Logged", message: "code 7"))
        #expect(
            InvocationError(APIError(.notFound, "No such object."))
                == InvocationError(errorType: "Function.not_found", message: "No such object."))
        #expect(
            InvocationError(InvalidField(field: "user_id", problem: "is missing"))
                == InvocationError(errorType: "Function.invalid_request", message: "user_id is missing."))
        #expect(
            InvocationError(ConfigurationError(variable: "A", problem: "is not set"))
                == InvocationError(errorType: "Function.ConfigurationError", message: "A is not set"))
    }

    @Test("an invocation error stays as it is")
    func idempotent() {
        let error = InvocationError(errorType: "Runtime.X", message: "m")
        #expect(InvocationError(error) == error)
    }

    @Test("the error type is category.reason in plain letters, for generic types too")
    func words() {
        let type = InvocationError(Generic<[String: Int]>.failed).errorType
        #expect(type.hasPrefix("Function.Generic"))
        #expect(
            type.dropFirst("Function.".count).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    }
}
