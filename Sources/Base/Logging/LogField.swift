import FoundationEssentials

/// One key and value of a log line.
///
/// Fields are made only by the factories below and in LogField+Jobs.swift, messages are `StaticString`s: an essay, a key,
/// a signed URL or an e-mail address has no way into the log, because no factory takes free text. A new field is added
/// here, where a reviewer sees what it lets in.
package struct LogField: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case integer(Int64)
        case number(Double)
        case text(String)
    }

    /// More than one where two belong together, such as an error and the id that its service gave it.
    package let members: [(key: String, value: Value)]

    private init(_ key: StaticString, _ value: Value) {
        members = [("\(key)", value)]
    }

    /// - Parameter name: a `JobStep`'s, which stands in this program's source.
    init(stepTime name: String, _ duration: Duration) {
        members = [("\(name)Ms", .number((duration.seconds * 1_000_000).rounded() / 1000))]
    }

    private init(joining fields: [LogField]) {
        members = fields.flatMap(\.members)
    }

    package static func == (lhs: LogField, rhs: LogField) -> Bool {
        lhs.members.elementsEqual(rhs.members) { $0.key == $1.key && $0.value == $1.value }
    }

    package static func count(_ key: StaticString, _ value: Int) -> LogField {
        LogField(key, .integer(Int64(value)))
    }

    package static func milliseconds(_ key: StaticString, _ duration: Duration) -> LogField {
        LogField(key, .number((duration.seconds * 1_000_000).rounded() / 1000))
    }

    /// An amount in US dollars, to the millionth.
    package static func dollars(_ key: StaticString, _ amount: Double) -> LogField {
        LogField(key, .number((amount * 1_000_000).rounded() / 1_000_000))
    }

    /// A name that stands in this program's source.
    package static func name(_ key: StaticString, _ value: StaticString) -> LogField {
        LogField(key, .text("\(value)"))
    }

    /// A value out of a closed set, such as a status or an error's code.
    package static func oneOf<Value: RawRepresentable & CaseIterable>(
        _ key: StaticString, _ value: Value
    ) -> LogField where Value.RawValue == String {
        LogField(key, .text(value.rawValue))
    }

    /// Values out of a closed set, with commas between them.
    package static func all<Value: RawRepresentable & CaseIterable>(
        _ key: StaticString, _ values: [Value]
    ) -> LogField where Value.RawValue == String {
        LogField(key, .text(values.map(\.rawValue).joined(separator: ",")))
    }

    /// The error, its cause, the cause's cause and so on, as `outer <- inner <- innermost`, and as `upstreamRequestId` what
    /// a service calls the request that failed.
    package static func error(_ error: any Error) -> LogField {
        let chain = ErrorChain(error)
        let text = LogField("error", .text(chain.text))
        return chain.upstreamRequestID.map { LogField(joining: [text, .identifier("upstreamRequestId", $0)]) } ?? text
    }

    /// An identifier or a code from outside this program, but not from a learner; see `sanitized`.
    package static func identifier(_ key: StaticString, _ value: String) -> LogField {
        LogField(key, .text(sanitized(value)))
    }

    /// Identifiers with commas between them.
    package static func list(_ key: StaticString, _ values: [String]) -> LogField {
        LogField(key, .text(values.map(sanitized).joined(separator: ",")))
    }

    /// What stands in place of a text that may be private.
    package static let hidden = "hidden"

    /// `value` cut to 128 characters, with `?` for anything but letters, digits and `-_.:/#+=`. What has a space, a line
    /// break or the like is prose, and every e-mail address has an `@`: such a text is left out as a whole.
    package static func sanitized(_ value: String) -> String {
        // Most are ids of our own making.
        if value.utf8.count <= 128, value.utf8.allSatisfy({ $0.isLowercaseLetterOrDigit || $0 == UInt8(ascii: "-") }) {
            return value
        }
        guard !value.unicodeScalars.contains(where: { $0 == "@" || $0.properties.isWhitespace }) else { return hidden }
        return String(
            String.UnicodeScalarView(
                value.unicodeScalars.prefix(128).map { scalar in
                    let isSafe =
                        scalar.isASCII
                        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                            || "-_.:/#+=".unicodeScalars.contains(scalar))
                    return isSafe ? scalar : "?"
                }))
    }
}
