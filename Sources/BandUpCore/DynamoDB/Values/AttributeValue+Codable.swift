/// An `AttributeValue` passes through `DynamoDBEncoder` and `DynamoDBDecoder` as the attribute that it is, so a type may
/// keep parts of an item untouched. Other coders have no use for it.
extension AttributeValue: Codable {
    package init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? AttributeDecoder else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "An attribute is read from an item alone."))
        }
        self = try decoder.tape.attribute(at: decoder.node)
    }

    package func encode(to encoder: any Encoder) throws {
        guard let encoder = encoder as? AttributeEncoder else {
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "An attribute stands in an item alone."))
        }
        try encoder.sink.write(attribute: self, in: encoder.frame)
    }
}
