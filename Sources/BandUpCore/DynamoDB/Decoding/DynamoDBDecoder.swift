public import FoundationEssentials

/// Makes `Decodable` values from DynamoDB items, straight from their JSON text: it is scanned once for the places of
/// the attributes, and each value is read where it lies.
///
/// Types are matched as in `DynamoDBEncoder`. Beyond that:
/// - Whole numbers are read as integers in whatever form they stand (`5`, `5.0`, `5E+0`).
/// - An attribute that is one of DynamoDB's sets is passed over; a type that asks for it can't be read.
/// - `DecodingError`s name the path and the DynamoDB type that was found, never a value. A text that is no proper
///   DynamoDB JSON (invalid UTF-8, half a surrogate pair, a name twice in one map, nesting beyond
///   `AttributeValue.maximumDepth`, anything behind the end) is refused as a whole.
public struct DynamoDBDecoder: Sendable {
    public init() {}

    /// From an item's JSON, `{"name": {"S": "text"}, …}`.
    ///
    /// - Throws: `DecodingError`, or what the value's own `init(from:)` throws.
    public func decode<Value: Decodable>(_ type: Value.Type, from item: Data) throws -> Value {
        try ScannedItem(json: item).decode(type)
    }
}
