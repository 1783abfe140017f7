package import FoundationEssentials

/// Writes one line per event to standard error, in Lambda's JSON or text format.
public struct Logger: Sendable {
    package enum Format: String, Sendable {
        case json = "JSON"
        case text = "Text"
    }

    private let format: Format
    private let level: LogLevel
    private let context: [LogField]
    /// What the hashes of learners' ids are salted with: the function's name.
    private let salt: String
    private let write: @Sendable (Data) -> Void

    /// - Parameters:
    ///   - function: stands in every line, where there is one.
    ///   - write: takes one whole line with its line break; the default is standard error.
    package init(
        format: Format = .json, level: LogLevel = .info, function: String? = nil,
        write: @escaping @Sendable (Data) -> Void = Self.standardError
    ) {
        self.init(
            format: format, level: level, context: function.map { [.identifier("function", $0)] } ?? [],
            salt: function ?? "", write: write)
    }

    private init(
        format: Format, level: LogLevel, context: [LogField], salt: String, write: @escaping @Sendable (Data) -> Void
    ) {
        self.format = format
        self.level = level
        self.context = context
        self.salt = salt
        self.write = write
    }

    /// A logger that adds `fields` to every line, such as the request id.
    package func with(_ fields: LogField...) -> Logger { with(fields) }

    package func with(_ fields: [LogField]) -> Logger {
        Logger(format: format, level: level, context: context + fields, salt: salt, write: write)
    }

    /// A logger that adds the job's id and, as a hash, whose it is.
    package func with(job id: JobID, of user: UserID) -> Logger { with(.jobID(id), .userHash(user, salt: salt)) }

    package func trace(_ message: StaticString, _ fields: LogField...) { log(.trace, message, fields) }
    package func debug(_ message: StaticString, _ fields: LogField...) { log(.debug, message, fields) }
    package func info(_ message: StaticString, _ fields: LogField...) { log(.info, message, fields) }
    package func warn(_ message: StaticString, _ fields: LogField...) { log(.warn, message, fields) }
    package func error(_ message: StaticString, _ fields: LogField...) { log(.error, message, fields) }
    package func fatal(_ message: StaticString, _ fields: LogField...) { log(.fatal, message, fields) }

    package func info(_ message: StaticString, _ fields: [LogField]) { log(.info, message, fields) }

    private func log(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
        guard level >= self.level else { return }
        let line = LogLine(date: Date(), level: level, message: message, fields: context + fields)
        write(Data((format == .json ? line.json : line.text).utf8))
    }

    /// One `write` call a line: lines of concurrent tasks do not mix.
    package static let standardError: @Sendable (Data) -> Void = { line in
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = systemWrite(2, UnsafeRawBufferPointer(rebasing: rest))
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
