import FoundationEssentials

/// The process's variables. An empty value is the same as none, as the Lambda emulator sets empty ones.
public struct Environment: Sendable {
    private let variables: [String: String]

    public init(_ variables: [String: String]) {
        self.variables = variables
    }

    public static var process: Environment { Environment(ProcessInfo.processInfo.environment) }

    public subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    public func required(_ name: String) throws(ConfigurationError) -> String {
        guard let value = self[name] else { throw ConfigurationError(variable: name, problem: "is not set") }
        return value
    }

    /// A whole number inside `range`, or `default` where the variable is absent.
    public func integer(
        _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        guard let text = self[name] else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw ConfigurationError(
                variable: name, problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A base URL, or nil where the variable is absent.
    public func endpoint(_ name: String) throws(ConfigurationError) -> HTTPEndpoint? {
        guard let text = self[name] else { return nil }
        guard let endpoint = HTTPEndpoint(text) else {
            throw ConfigurationError(variable: name, problem: "must be an http or https URL without a query")
        }
        return endpoint
    }
}

/// A variable that is missing or wrong: the function can't start. Never holds the variable's value.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible, LogSafeError {
    public let variable: String
    public let problem: String

    public init(variable: String, problem: String) {
        self.variable = variable
        self.problem = problem
    }

    public var description: String { "\(variable) \(problem)" }
    public var logDescription: String { description }
}
