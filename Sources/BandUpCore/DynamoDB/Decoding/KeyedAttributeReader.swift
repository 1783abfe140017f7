/// Reads the members of a map. A class, as what it remembers of the last search is changed by methods that the protocol
/// wants to change nothing.
final class KeyedAttributeReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let tape: AttributeTape
    private let node: Int
    /// The member found last: the next one that is asked for mostly follows it.
    private var cursor: Int

    init(tape: AttributeTape, node: Int) {
        self.tape = tape
        self.node = node
        cursor = node + 1
    }

    var codingPath: [any CodingKey] { tape.codingPath(of: node) }
    var allKeys: [Key] { tape.children(of: node).compactMap { Key(stringValue: tape.name(of: $0)) } }

    func contains(_ key: Key) -> Bool { position(key.stringValue) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { tape.nodes[try member(key)].type == .null }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try tape.bool(at: member(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try tape.string(at: member(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try tape.float(at: member(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try tape.float(at: member(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try tape.integer(at: member(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try tape.integer(at: member(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try tape.integer(at: member(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try tape.integer(at: member(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try tape.integer(at: member(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try tape.integer(at: member(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try tape.value(type, at: member(key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        AttributeDecoder(tape: tape, node: try member(DynamoDBPathKey.super))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: Key) throws(DecodingError) -> AttributeDecoder {
        AttributeDecoder(tape: tape, node: try member(key))
    }

    private func member(_ key: some CodingKey) throws(DecodingError) -> Int {
        guard let member = position(key.stringValue) else {
            throw .keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "No attribute named \"\(key.stringValue)\"."))
        }
        return member
    }

    private func position(_ name: String) -> Int? {
        let found = tape.member(name, of: node, from: cursor)
        if let found { cursor = found }
        return found
    }
}
