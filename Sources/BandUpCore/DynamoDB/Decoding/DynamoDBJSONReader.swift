package import FoundationEssentials

/// Reads DynamoDB's JSON into `AttributeValue`s; refuses what `DynamoDBDecoder` refuses.
package enum DynamoDBJSONReader {
    package static func item(from json: Data) throws(DecodingError) -> DynamoDBItem {
        let (tape, root) = try AttributeTape.scan(json, DynamoDBDecoder()) { (scanner) throws(JSONFault) in
            try scanner.item()
        }
        return try tape.item(at: root)
    }

    package static func attribute(from json: Data) throws(DecodingError) -> AttributeValue {
        let (tape, root) = try AttributeTape.scan(json, DynamoDBDecoder()) { (scanner) throws(JSONFault) in
            try scanner.attribute(name: .none, parent: nil, depth: 0)
        }
        return try tape.attribute(at: root)
    }
}
