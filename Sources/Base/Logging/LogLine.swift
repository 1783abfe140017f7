import FoundationEssentials

/// A log event and its two written forms.
struct LogLine {
    let date: Date
    let level: LogLevel
    let message: StaticString
    let fields: [LogField]

    static let timestamp = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// `{"timestamp":…,"level":…,"message":…,…}` and a line break: Lambda's JSON log format.
    var json: String {
        var line = "{\"timestamp\":\"\(date.formatted(Self.timestamp))\",\"level\":\"\(level.name)\",\"message\":"
        line += JSONText.quoted("\(message)")
        for field in fields { line += field.jsonMembers }
        return line + "}\n"
    }

    /// `timestamp LEVEL message key=value …` and a line break, the only one: an error's description may bring others.
    var text: String {
        var line = "\(date.formatted(Self.timestamp)) \(level.name) \(message)"
        for field in fields {
            for (key, value) in field.members {
                switch value {
                case .integer(let value): line += " \(key)=\(value)"
                case .number(let value): line += " \(key)=\(value)"
                case .text(let value): line += " \(key)=\(Self.oneLine(value))"
                }
            }
        }
        return line + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

extension LogField {
    /// `,"key":value` for each member, to go on with inside an object.
    var jsonMembers: String {
        members.map { key, value in
            let json =
                switch value {
                case .integer(let value): "\(value)"
                case .number(let value): value.isFinite ? "\(value)" : "null"
                case .text(let value): JSONText.quoted(value)
                }
            return ",\(JSONText.quoted(key)):\(json)"
        }.joined()
    }
}
