import FoundationEssentials

/// How a `Date` stands in an item.
package enum DynamoDBDateStrategy: Sendable {
    /// N: seconds since 1970, with a fraction only where the date has one. DynamoDB's time to live wants this form.
    case secondsSince1970
    /// S: ISO 8601 in UTC, always with milliseconds, so that the strings sort as the dates do
    /// (`2026-11-20T09:30:00.000Z`). Read with or without a fraction.
    case iso8601

    static func iso8601Text(of date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    static func date(fromISO8601 text: String) -> Date? {
        (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle()))
    }
}
