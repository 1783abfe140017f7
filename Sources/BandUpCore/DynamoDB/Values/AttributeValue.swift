package import FoundationEssentials

/// A DynamoDB item in memory, such as a key: attribute names and values.
package typealias DynamoDBItem = [String: AttributeValue]

/// One attribute, of any type but DynamoDB's sets, which no record has.
package enum AttributeValue: Sendable, Hashable {
    case string(String)
    /// A number in decimal text, as DynamoDB sends it: up to 38 significant digits, which no machine type holds.
    case number(String)
    case binary(Data)
    case bool(Bool)
    case null
    case map([String: AttributeValue])
    case list([AttributeValue])

    /// Levels of maps and lists that are read and written. DynamoDB itself stops at 32; this is twice that, so that it
    /// only ever guards the stack and never refuses what the service takes.
    package static let maximumDepth = 64

    /// A whole number.
    package static func integer(_ value: some FixedWidthInteger) -> AttributeValue {
        .number(String(value))
    }
}
