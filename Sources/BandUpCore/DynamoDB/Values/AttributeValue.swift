package import FoundationEssentials

/// A DynamoDB item: attribute names and values.
package typealias DynamoDBItem = [String: AttributeValue]

/// One attribute in any of DynamoDB's ten types.
package enum AttributeValue: Sendable, Hashable {
    case string(String)
    /// A number in decimal text, as DynamoDB sends it: up to 38 significant digits, which no machine type holds.
    case number(String)
    case binary(Data)
    case bool(Bool)
    case null
    case map([String: AttributeValue])
    case list([AttributeValue])
    case stringSet(Set<String>)
    case numberSet(Set<String>)
    case binarySet(Set<Data>)

    /// Levels of maps and lists that are read and written. DynamoDB itself stops at 32; this is twice that, so that it
    /// only ever guards the stack and never refuses what the service takes.
    package static let maximumDepth = 64

    /// A whole number.
    package static func integer(_ value: Int) -> AttributeValue {
        .number(String(value))
    }

    package var type: DynamoDBType {
        switch self {
        case .string: .string
        case .number: .number
        case .binary: .binary
        case .bool: .bool
        case .null: .null
        case .map: .map
        case .list: .list
        case .stringSet: .stringSet
        case .numberSet: .numberSet
        case .binarySet: .binarySet
        }
    }
}
