import Base
package import FoundationEssentials

/// Makes `Decodable` values from DynamoDB items, straight from their JSON text: it is scanned once for the places of
/// the attributes, and each value is read where it lies.
///
/// Types are matched as in `DynamoDBEncoder`. Beyond that:
/// - An unkeyed container reads L, SS, NS and BS, so an array may be read from a set.
/// - A `Set` is empty where the attribute is missing or NULL, since DynamoDB has no empty set. An optional one is nil.
/// - Whole numbers are read as integers in whatever form they stand (`5`, `5.0`, `5E+0`).
/// - `DecodingError`s name the path and the DynamoDB type that was found, never a value. A text that is no proper
///   DynamoDB JSON (invalid UTF-8, half a surrogate pair, a name twice in one map, nesting beyond
///   `AttributeValue.maximumDepth`, anything behind the end) is refused as a whole.
package struct DynamoDBDecoder: Sendable {
    package var dateStrategy: DynamoDBDateStrategy
    package var userInfo: [CodingUserInfoKey: any Sendable]

    package init(
        dateStrategy: DynamoDBDateStrategy = .secondsSince1970, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) {
        self.dateStrategy = dateStrategy
        self.userInfo = userInfo
    }

    /// From an item's JSON, `{"name": {"S": "text"}, …}`.
    ///
    /// - Throws: `DecodingError`, or what the value's own `init(from:)` throws.
    package func decode<Value: Decodable>(_ type: Value.Type, from item: Data) throws -> Value {
        let (tape, root) = try AttributeTape.scan(item, self) { (scanner) throws(JSONFault) in try scanner.item() }
        return try tape.value(type, at: root)
    }

    package func decode<Value: Decodable>(_ type: Value.Type, from item: DynamoDBItem) throws -> Value {
        try decode(type, from: try DynamoDBJSONWriter.json(of: item))
    }

    /// From an attribute's JSON, `{"S": "text"}`.
    package func decodeAttribute<Value: Decodable>(_ type: Value.Type, from attribute: Data) throws -> Value {
        let (tape, root) = try AttributeTape.scan(attribute, self) { (scanner) throws(JSONFault) in
            try scanner.attribute(name: .none, parent: nil, depth: 0)
        }
        return try tape.value(type, at: root)
    }

    package func decodeAttribute<Value: Decodable>(_ type: Value.Type, from attribute: AttributeValue) throws -> Value {
        try decodeAttribute(type, from: try DynamoDBJSONWriter.json(of: attribute))
    }
}
