import FoundationEssentials

/// A log event and its two written forms.
struct LogLine {
    let date: Date
    let level: LogLevel
    let message: StaticString
    let fields: [LogField]

    private static let timestamp = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// `{"timestamp":…,"level":…,"message":…,…}` and a line break: Lambda's JSON log format.
    var json: String {
        var line = "{\"timestamp\":\"\(date.formatted(Self.timestamp))\",\"level\":\"\(level.name)\",\"message\":"
        line += JSONText.quoted("\(message)")
        for field in fields {
            line += ",\(JSONText.quoted(field.key)):"
            switch field.value {
            case .integer(let value): line += "\(value)"
            case .number(let value): line += value.isFinite ? "\(value)" : "null"
            case .text(let value): line += JSONText.quoted(value)
            }
        }
        return line + "}\n"
    }

    /// `timestamp LEVEL message key=value …` and a line break, the only one: an error's description may bring others.
    var text: String {
        var line = "\(date.formatted(Self.timestamp)) \(level.name) \(message)"
        for field in fields {
            switch field.value {
            case .integer(let value): line += " \(field.key)=\(value)"
            case .number(let value): line += " \(field.key)=\(value)"
            case .text(let value): line += " \(field.key)=\(Self.oneLine(value))"
            }
        }
        return line + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
