import FoundationEssentials

/// The process's variables. An empty value is the same as none, as the Lambda emulator sets empty ones.
public struct Environment: Sendable {
    private let variables: [String: String]

    package init(_ variables: [String: String]) {
        self.variables = variables
    }

    public static var process: Environment { Environment(ProcessInfo.processInfo.environment) }

    package subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    package func required(_ name: String) throws(ConfigurationError) -> String {
        guard let value = self[name] else { throw ConfigurationError(variable: name, problem: "is not set") }
        return value
    }

    /// A whole number inside `range`, or `default` where the variable is absent.
    package func integer(
        _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        guard let text = self[name] else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw ConfigurationError(
                variable: name, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

/// A variable that is missing or wrong: the function can't start. Never holds the variable's value.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible, LogSafeError {
    package let variable: String
    package let problem: String

    package init(variable: String, problem: String) {
        self.variable = variable
        self.problem = problem
    }

    package var description: String { "\(variable) \(problem)" }
    package var logDescription: String { description }
}
