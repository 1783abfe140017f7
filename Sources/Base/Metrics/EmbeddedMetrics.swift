import FoundationEssentials

/// Writes metrics in CloudWatch's Embedded Metric Format: JSON objects from which CloudWatch Logs takes the values
/// (Amazon CloudWatch User Guide, "Specification: Embedded metric format"). Each object is for one set of dimensions.
struct EmbeddedMetrics {
    /// The specification's limit on metrics in a directive, and on values of a metric.
    static let maxMetrics = 100
    static let maxValues = 100

    /// What each document begins with, and what stands in it between its directive and its own values.
    private let head: String
    private let middle: String

    /// - Parameters:
    ///   - level: Lambda filters JSON lines by `level`, also these; with the least level that passes they are never
    ///     dropped.
    ///   - properties: stand beside the values, to find an invocation or a job by.
    init(namespace: String, function: String, level: LogLevel, date: Date, properties: [LogField]) {
        head =
            "{\"_aws\":{\"Timestamp\":\(Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))"
            + ",\"CloudWatchMetrics\":[{\"Namespace\":\(JSONText.quoted(namespace)),\"Dimensions\":[[\"Function\""
        middle =
            ",\"timestamp\":\"\(date.formatted(LogLine.timestamp))\",\"level\":\"\(level.name)\""
            + properties.map(\.jsonMembers).joined() + ",\"Function\":\(JSONText.quoted(function))"
    }

    /// One line each, with its line break; none where there are no values.
    func documents(of recorded: [Metrics.Series: [Double]]) -> [String] {
        Dictionary(grouping: recorded) { DimensionValue($0.key) }
            .sorted { $0.key < $1.key }
            .flatMap { dimension, entries in
                let metrics = entries.sorted { $0.key.metric.name < $1.key.metric.name }
                    .map { (metric: $0.key.metric, values: Self.values($0.value, of: $0.key.metric)) }
                return Self.parts(of: metrics).map { document(dimension, $0) }
            }
    }

    private struct DimensionValue: Hashable, Comparable {
        let name: String?
        let value: String

        init(_ series: Metrics.Series) {
            name = series.metric.dimension?.rawValue
            value = series.member ?? ""
        }

        static func < (lhs: Self, rhs: Self) -> Bool {
            (lhs.name ?? "", lhs.value) < (rhs.name ?? "", rhs.value)
        }
    }

    private typealias Entry = (metric: Metric, values: ArraySlice<Double>)

    /// Times are kept apart, so that CloudWatch can tell percentiles; what is counted is added up.
    private static func values(_ values: [Double], of metric: Metric) -> ArraySlice<Double> {
        let finite = values.filter(\.isFinite)
        return metric.unit == .milliseconds ? finite[...] : [finite.reduce(0, +)]
    }

    /// Divides what is beyond the format's limits over several documents.
    private static func parts(of entries: [Entry]) -> [[Entry]] {
        var parts: [[Entry]] = []
        var rest = entries.filter { !$0.values.isEmpty }
        while !rest.isEmpty {
            parts.append(rest.prefix(maxMetrics).map { ($0.metric, $0.values.prefix(maxValues)) })
            let longer = rest.prefix(maxMetrics).map { ($0.metric, $0.values.dropFirst(maxValues)) }
            rest = longer.filter { !$0.1.isEmpty } + rest.dropFirst(maxMetrics)
        }
        return parts
    }

    private func document(_ dimension: DimensionValue, _ entries: [Entry]) -> String {
        var text = head
        if let name = dimension.name { text += ",\"\(name)\"" }
        text += "]],\"Metrics\":["
        var separator = ""
        for entry in entries {
            text += "\(separator){\"Name\":\"\(entry.metric.name)\",\"Unit\":\"\(entry.metric.unit.rawValue)\"}"
            separator = ","
        }
        text += "]}]}"
        text += middle
        if let name = dimension.name { text += ",\"\(name)\":\(JSONText.quoted(dimension.value))" }
        for entry in entries {
            let values = entry.values.map(Self.number).joined(separator: ",")
            text += ",\"\(entry.metric.name)\":"
            text += entry.values.count == 1 ? values : "[\(values)]"
        }
        text += "}\n"
        return text
    }

    /// Without the fraction where there is none: a count is a whole number.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
