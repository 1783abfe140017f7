/// DynamoDB's ten attribute types; the raw value is the tag of its JSON.
package enum DynamoDBType: String, Sendable, CaseIterable {
    case string = "S"
    case number = "N"
    case binary = "B"
    case bool = "BOOL"
    case null = "NULL"
    case map = "M"
    case list = "L"
    case stringSet = "SS"
    case numberSet = "NS"
    case binarySet = "BS"

    /// The type of a set whose elements are of this type, nil where DynamoDB has none.
    package var setType: DynamoDBType? {
        switch self {
        case .string: .stringSet
        case .number: .numberSet
        case .binary: .binarySet
        default: nil
        }
    }

    /// The type of a set's elements, nil for what is no set.
    package var elementType: DynamoDBType? {
        switch self {
        case .stringSet: .string
        case .numberSet: .number
        case .binarySet: .binary
        default: nil
        }
    }
}
