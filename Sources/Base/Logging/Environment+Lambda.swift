package import FoundationEssentials

extension Logger {
    /// Configured as Lambda asks: `AWS_LAMBDA_LOG_FORMAT` (JSON or Text, default JSON) and `AWS_LAMBDA_LOG_LEVEL` (TRACE
    /// to FATAL, default INFO), both without regard to case.
    package init(
        environment: Environment, write: @escaping @Sendable (Data) -> Void = Self.standardError
    ) throws(ConfigurationError) {
        let format = try environment.parsed("AWS_LAMBDA_LOG_FORMAT", default: Format.json, expected: "JSON or Text") {
            name in [Format.json, .text].first { $0.rawValue.equalsIgnoringASCIICase(name) }
        }
        self.init(
            format: format, level: try LogLevel(environment: environment), function: environment.functionName,
            write: write)
    }
}

extension LogLevel {
    /// From `AWS_LAMBDA_LOG_LEVEL`.
    package init(environment: Environment) throws(ConfigurationError) {
        self = try environment.parsed(
            "AWS_LAMBDA_LOG_LEVEL", default: LogLevel.info, expected: "TRACE, DEBUG, INFO, WARN, ERROR or FATAL"
        ) { LogLevel($0) }
    }
}

extension Environment {
    /// As Lambda calls the function.
    package var functionName: String? { self["AWS_LAMBDA_FUNCTION_NAME"] }

    /// Whether Lambda started this process before anybody called: nobody waits for that start.
    package var isStartedAhead: Bool { self["AWS_LAMBDA_INITIALIZATION_TYPE"] == "provisioned-concurrency" }

    package func parsed<Value>(
        _ name: String, default fallback: Value, expected: String, _ parse: (String) -> Value?
    ) throws(ConfigurationError) -> Value {
        guard let text = self[name] else { return fallback }
        guard let value = parse(text) else { throw ConfigurationError(variable: name, problem: "must be \(expected)") }
        return value
    }
}
