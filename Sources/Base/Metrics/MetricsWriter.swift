package import FoundationEssentials

/// Writes collected metrics beside the log, in lines of their own.
package struct MetricsWriter: Sendable {
    private let namespace: String
    private let function: String
    private let level: LogLevel
    private let write: @Sendable (Data) -> Void

    /// - Parameters:
    ///   - function: the value of the dimension `Function`.
    ///   - level: the log's least level.
    ///   - write: takes one whole line with its line break.
    package init(
        namespace: String, function: String, level: LogLevel = .info,
        write: @escaping @Sendable (Data) -> Void = Logger.standardError
    ) {
        self.namespace = namespace
        self.function = function
        self.level = level
        self.write = write
    }

    /// From `METRICS_ENABLED` (`true` or `false`, default `true`), `METRICS_NAMESPACE` (default `BandUp`) and Lambda's
    /// name of the function.
    /// - Returns: nil where metrics are switched off.
    package static func configured(
        by environment: Environment, write: @escaping @Sendable (Data) -> Void = Logger.standardError
    ) throws(ConfigurationError) -> MetricsWriter? {
        let isEnabled = try environment.parsed("METRICS_ENABLED", default: true, expected: "true or false") { text in
            ["true": true, "false": false][text.lowercased()]
        }
        let namespace = try environment.parsed(
            "METRICS_NAMESPACE", default: "BandUp",
            expected: "1 to 255 of the characters A-Z a-z 0-9 . - _ / # : and not begin with AWS/ or :"
        ) { isNamespace($0) ? $0 : nil }
        guard isEnabled else { return nil }
        return MetricsWriter(
            namespace: namespace, function: environment.functionName ?? "unknown",
            level: try LogLevel(environment: environment), write: write)
    }

    /// CloudWatch's rule for the namespaces of custom metrics (API reference, MetricDatum; PutMetricData).
    private static func isNamespace(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            byte.isLowercaseLetterOrDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || ".-_/#:".utf8.contains(byte)
        }
        return isPlain && (1...255).contains(text.utf8.count) && !text.hasPrefix(":")
            && !text.lowercased().hasPrefix("aws/")
    }

    /// Writes what was collected since the last time, if anything.
    package func write(_ metrics: Metrics, properties: [LogField], at date: Date = Date()) {
        let recorded = metrics.drain()
        guard !recorded.isEmpty else { return }
        let format = EmbeddedMetrics(
            namespace: namespace, function: function, level: level, date: date,
            properties: properties + metrics.drainNotes())
        for document in format.documents(of: recorded) { write(Data(document.utf8)) }
    }
}
