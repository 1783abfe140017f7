import Base

/// Reads the members of a map.
struct KeyedAttributeReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let tape: AttributeTape
    let node: Int

    var codingPath: [any CodingKey] { tape.codingPath(of: node) }
    var allKeys: [Key] { tape.children(of: node).compactMap { Key(stringValue: tape.name(of: $0)) } }

    func contains(_ key: Key) -> Bool { tape.member(key.stringValue, of: node) != nil }
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
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try tape.integer(at: member(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try tape.integer(at: member(key)) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try tape.integer(at: member(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        guard let member = tape.member(key.stringValue, of: node) else {
            if let set = tape.emptySet(as: type) { return set }
            throw missing(key)
        }
        return try tape.value(type, at: member)
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
        let key = DynamoDBPathKey.super
        guard let member = tape.member(key.stringValue, of: node) else { throw missing(key) }
        return AttributeDecoder(tape: tape, node: member)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: Key) throws(DecodingError) -> AttributeDecoder {
        AttributeDecoder(tape: tape, node: try member(key))
    }

    private func member(_ key: Key) throws(DecodingError) -> Int {
        guard let member = tape.member(key.stringValue, of: node) else { throw missing(key) }
        return member
    }

    private func missing(_ key: any CodingKey) -> DecodingError {
        .keyNotFound(
            key, .init(codingPath: codingPath, debugDescription: "No attribute named \"\(key.stringValue)\"."))
    }
}
