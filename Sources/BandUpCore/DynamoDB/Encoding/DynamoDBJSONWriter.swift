package import FoundationEssentials

/// Writes items and attributes as DynamoDB's JSON, `{"name": {"S": "text"}}`.
///
/// An empty set, a number that is none and nesting beyond `AttributeValue.maximumDepth` are errors.
package enum DynamoDBJSONWriter {
    package static func json(of item: DynamoDBItem) throws(EncodingError) -> Data {
        var json = JSONBytes()
        try json.append(item: item, depth: 1, path: [])
        return Data(json.bytes)
    }

    package static func json(of value: AttributeValue) throws(EncodingError) -> Data {
        var json = JSONBytes()
        try json.append(attribute: value, depth: 0, path: [])
        return Data(json.bytes)
    }
}
