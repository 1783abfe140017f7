package import FoundationEssentials

/// An item as the service sent it: scanned once, its values made when they are asked for, by as many types as want a
/// part of it.
package struct ScannedItem: Sendable {
    private let tape: AttributeTape
    private let node: Int

    init(tape: AttributeTape, node: Int) {
        self.tape = tape
        self.node = node
    }

    /// From an item's JSON, `{"name": {"S": "text"}, …}`.
    package init(json: Data) throws(DecodingError) {
        let (tape, root) = try AttributeTape.scan(json) { (scanner) throws(JSONFault) in try scanner.item() }
        self.init(tape: tape, node: root)
    }

    /// - Throws: `DecodingError`, or what the value's own `init(from:)` throws.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try tape.value(type, at: node)
    }

    /// One attribute; nil where there is none, or one that `AttributeValue` has no case for.
    package subscript(name: String) -> AttributeValue? {
        tape.member(name, of: node, from: node + 1).flatMap { try? tape.attribute(at: $0) }
    }

    /// All attributes, for those who want the tree.
    package func attributes() throws(DecodingError) -> DynamoDBItem {
        try tape.item(at: node)
    }
}

extension ScannedItem: Decodable {
    /// For `DynamoDBTable`'s operations: the item that was read, without a second look at it.
    package init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? AttributeDecoder else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "An item is read from DynamoDB alone."))
        }
        try decoder.tape.check(.map, ScannedItem.self, at: decoder.node)
        self.init(tape: decoder.tape, node: decoder.node)
    }
}

extension ScannedItem: Equatable {
    /// Whether both have the same attributes.
    package static func == (lhs: ScannedItem, rhs: ScannedItem) -> Bool {
        guard let lhs = try? lhs.attributes(), let rhs = try? rhs.attributes() else { return false }
        return lhs == rhs
    }
}
