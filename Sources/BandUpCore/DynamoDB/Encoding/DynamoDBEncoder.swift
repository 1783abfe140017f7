package import FoundationEssentials

/// Writes `Encodable` values as DynamoDB items, straight into JSON text: one walk, no tree in between.
///
/// | Swift | DynamoDB |
/// |---|---|
/// | `String`, raw string enums, `UUID`, `URL` | S |
/// | integers (`Int128` too), `Float`, `Double`, `Decimal`, `DynamoDBNumber`, `Date` | N |
/// | `Data` | B |
/// | `Bool` | BOOL |
/// | keyed containers: structs, `[String: …]`, enums with associated values | M |
/// | unkeyed containers: arrays, tuples by hand | L |
/// | `Set` of what is S, N or B by itself | SS, NS, BS |
/// | `Set` of anything else | L |
/// | nil | left out by synthesised code, else NULL |
/// | `AttributeValue` | itself |
///
/// DynamoDB has no empty set: an attribute that would be one is left out, in a list it is NULL; the decoder reads
/// either as an empty set. Numbers that DynamoDB cannot hold (NaN, infinity, 39 digits, 1E+126) are `EncodingError`s,
/// as are a key that is written twice and nesting beyond `AttributeValue.maximumDepth`.
package struct DynamoDBEncoder: Sendable {
    package var dateStrategy: DynamoDBDateStrategy
    package var userInfo: [CodingUserInfoKey: any Sendable]

    package init(
        dateStrategy: DynamoDBDateStrategy = .secondsSince1970, userInfo: [CodingUserInfoKey: any Sendable] = [:]
    ) {
        self.dateStrategy = dateStrategy
        self.userInfo = userInfo
    }

    /// The item's JSON, `{"name": {"S": "text"}, …}`.
    ///
    /// - Throws: `EncodingError`, for a value that is no map too, or what the value's own `encode(to:)` throws.
    package func encode(_ value: some Encodable) throws -> Data {
        Data(try itemBytes(value))
    }

    /// The attribute's JSON, `{"S": "text"}`.
    package func encodeAttributeJSON(_ value: some Encodable) throws -> Data {
        Data(try attributeBytes(value))
    }

    /// The value as an attribute, such as a value of an expression.
    package func encodeAttribute(_ value: some Encodable) throws -> AttributeValue {
        try DynamoDBJSONReader.attribute(from: try encodeAttributeJSON(value))
    }

    /// The value as an item in memory, such as a key.
    package func encodeItem(_ value: some Encodable) throws -> DynamoDBItem {
        try DynamoDBJSONReader.item(from: try encode(value))
    }

    func itemBytes(_ value: some Encodable) throws -> ArraySlice<UInt8> {
        let attribute = try attributeBytes(value)
        guard attribute.starts(with: Self.mapPrefix) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "An item is a map of attributes."))
        }
        return attribute[Self.mapPrefix.count..<(attribute.count - 1)]
    }

    private func attributeBytes(_ value: some Encodable) throws -> [UInt8] {
        let sink = AttributeSink(options: self)
        try sink.encodeRoot(value)
        return try sink.finish()
    }

    private static let mapPrefix = Array("{\"M\":".utf8)
}
