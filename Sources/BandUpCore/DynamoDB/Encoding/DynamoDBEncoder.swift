public import FoundationEssentials

/// Writes `Encodable` values as DynamoDB items, straight into JSON text: one walk, no tree in between.
///
/// | Swift | DynamoDB |
/// |---|---|
/// | `String`, raw string enums, `UUID`, `URL` | S |
/// | integers, `Float`, `Double`, `Decimal` | N |
/// | `Date` | N: seconds since 1970, with a fraction only where it has one. Time to live wants this form. |
/// | `Data` | B |
/// | `Bool` | BOOL |
/// | keyed containers: structs, `[String: …]`, enums with associated values | M |
/// | unkeyed containers: arrays, sets, tuples by hand | L |
/// | nil | left out by synthesised code, else NULL |
/// | `AttributeValue` | itself |
///
/// Numbers that DynamoDB cannot hold (NaN, infinity, 39 digits, 1E+126) are `EncodingError`s, as are a key that is
/// written twice and nesting beyond `AttributeValue.maximumDepth`.
public struct DynamoDBEncoder: Sendable {
    public init() {}

    /// The item's JSON, `{"name": {"S": "text"}, …}`.
    ///
    /// - Throws: `EncodingError`, for a value that is no map too, or what the value's own `encode(to:)` throws.
    public func encode(_ value: some Encodable) throws -> Data {
        try item(value).data
    }

    /// The item, to be sent as it is or in an update.
    package func item(_ value: some Encodable) throws -> EncodedItem {
        try sink(value).finishItem()
    }

    /// The attribute's JSON, `{"S": "text"}`.
    func attributeBytes(_ value: some Encodable) throws -> [UInt8] {
        try sink(value).finish()
    }

    private func sink(_ value: some Encodable) throws -> AttributeSink {
        let sink = AttributeSink()
        try sink.encodeRoot(value)
        return sink
    }
}
