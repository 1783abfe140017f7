import FoundationEssentials

/// One key and value of a log line.
///
/// Fields are made only by the factories below, messages are `StaticString`s: an essay, a key or a signed URL has no way
/// into the log, because no factory takes free text. A new field is added here, where a reviewer sees what it lets in.
public struct LogField: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case integer(Int64)
        case number(Double)
        case text(String)
    }

    let key: String
    let value: Value

    private init(_ key: StaticString, _ value: Value) {
        self.key = "\(key)"
        self.value = value
    }

    public static func count(_ key: StaticString, _ value: Int) -> LogField {
        LogField(key, .integer(Int64(value)))
    }

    public static func milliseconds(_ key: StaticString, _ duration: Duration) -> LogField {
        LogField(key, .number((duration.seconds * 1_000_000).rounded() / 1000))
    }

    /// A name that stands in this program's source.
    public static func name(_ key: StaticString, _ value: StaticString) -> LogField {
        LogField(key, .text("\(value)"))
    }

    /// An identifier, code or model name from outside: cut to 128 characters, and anything but letters, digits and
    /// `-_.:/#` becomes `?`, so that neither prose nor a line break comes through.
    public static func identifier(_ key: StaticString, _ value: String) -> LogField {
        LogField(key, .text(sanitized(value)))
    }

    /// The chain of errors, by type and code.
    public static func error(_ error: any Error) -> LogField {
        LogField("error", .text((error as? any LogSafeError)?.logDescription ?? "\(type(of: error))"))
    }

    static func sanitized(_ value: String) -> String {
        String(
            String.UnicodeScalarView(
                value.unicodeScalars.prefix(128).map { scalar in
                    let isSafe =
                        scalar.isASCII
                        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                            || "-_.:/#".unicodeScalars.contains(scalar))
                    return isSafe ? scalar : "?"
                }))
    }
}

/// An error whose description holds nothing of what a learner sent, no key and no signed URL.
public protocol LogSafeError: Error {
    var logDescription: String { get }
}
