import BandUpCore
import Base
import FoundationEssentials

/// A failed invocation or start, as it is reported to Lambda. Whatever a handler throws becomes one of these.
package struct InvocationError: Error, Sendable, Equatable {
    /// `category.reason`, as Lambda's `Lambda-Runtime-Function-Error-Type` header wants it.
    package let errorType: String
    package let message: String

    package init(errorType: String, message: String) {
        self.errorType = errorType
        self.message = message
    }

    /// Only errors that declare themselves safe are quoted; of any other, its type's name alone is told.
    package init(_ error: any Error) {
        switch error {
        case let error as InvocationError:
            self = error
        case let error as any CallerSafeError:
            self.init(errorType: "Function.\(Self.word(error.callerErrorType))", message: error.callerMessage)
        case let error as any LogSafeError:
            self.init(errorType: "Function.\(Self.typeName(error))", message: error.logDescription)
        default:
            self.init(
                errorType: "Function.\(Self.typeName(error))",
                message: "The function failed. Its log has a line with this request id.")
        }
    }

    /// The name that Lambda itself gives this error.
    static func responseTooLarge(byteCount: Int) -> InvocationError {
        InvocationError(
            errorType: "Function.ResponseSizeTooLarge",
            message:
                "The response is \(byteCount) bytes long; Lambda takes at most \(RuntimeAPIClient.maxResponseBytes).")
    }

    /// The body of `/error` and of `/init/error`. Swift errors carry no stack.
    var json: Data {
        let members = "\"errorMessage\":\(JSONText.quoted(message)),\"errorType\":\(JSONText.quoted(errorType))"
        return Data("{\(members),\"stackTrace\":[]}".utf8)
    }

    /// The cause for X-Ray, in one line of ASCII because it travels in a header.
    var xrayCause: String {
        let exception = "{\"type\":\(JSONText.quoted(errorType)),\"message\":\(JSONText.quoted(message)),\"stack\":[]}"
        let cause = "{\"working_directory\":\"\",\"exceptions\":[\(exception)],\"paths\":[]}"
        return String(String.UnicodeScalarView(cause.unicodeScalars.map { (0x20..<0x7F) ~= $0.value ? $0 : "?" }))
    }

    private static func typeName(_ error: any Error) -> String {
        word(String(describing: type(of: error)))
    }

    private static func word(_ text: String) -> String {
        let word = text.unicodeScalars.filter { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
        }
        return word.isEmpty ? "Unknown" : String(String.UnicodeScalarView(word.prefix(64)))
    }
}
