import FoundationEssentials

/// A DynamoDB item: attribute names and values.
public typealias DynamoDBItem = [String: AttributeValue]

/// One attribute in any of DynamoDB's ten types.
public enum AttributeValue: Sendable, Hashable {
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
}
