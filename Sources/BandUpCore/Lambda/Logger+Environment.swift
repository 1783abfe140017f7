import FoundationEssentials

extension Logger {
    /// Configured as Lambda asks: `AWS_LAMBDA_LOG_FORMAT` (JSON or Text, default JSON) and `AWS_LAMBDA_LOG_LEVEL` (TRACE
    /// to FATAL, default INFO), both without regard to case.
    public init(
        environment: Environment, write: @escaping @Sendable (Data) -> Void = Self.standardError
    ) throws(ConfigurationError) {
        let format = try environment.parsed("AWS_LAMBDA_LOG_FORMAT", default: Format.json, expected: "JSON or Text") {
            name in [Format.json, .text].first { $0.rawValue.equalsIgnoringASCIICase(name) }
        }
        let level = try environment.parsed(
            "AWS_LAMBDA_LOG_LEVEL", default: LogLevel.info, expected: "TRACE, DEBUG, INFO, WARN, ERROR or FATAL",
            LogLevel.init)
        self.init(format: format, level: level, write: write)
    }
}

extension Environment {
    fileprivate func parsed<Value>(
        _ name: String, default fallback: Value, expected: String, _ parse: (String) -> Value?
    ) throws(ConfigurationError) -> Value {
        guard let text = self[name] else { return fallback }
        guard let value = parse(text) else { throw ConfigurationError(variable: name, problem: "must be \(expected)") }
        return value
    }
}
