/// Reads the elements of a list, one after the other. An element that fails to decode is not passed over.
struct UnkeyedAttributeReader: UnkeyedDecodingContainer {
    let tape: AttributeTape
    let node: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(tape: AttributeTape, node: Int) {
        self.tape = tape
        self.node = node
        next = node + 1
    }

    var codingPath: [any CodingKey] { tape.codingPath(of: node) }
    var count: Int? { Int(tape.nodes[node].count) }
    var isAtEnd: Bool { currentIndex >= tape.nodes[node].count }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd else { throw atEnd(Never?.self) }
        guard tape.nodes[next].type == .null else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: String.Type) throws -> String { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try element(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try element(type) { try $0.decode(type) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try element(type) { try $0.decode(type) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try element([String: Any].self) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try element([Any].self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder {
        try element((any Decoder).self) { $0 }
    }

    private mutating func element<Value>(_ type: any Any.Type, _ read: (AttributeDecoder) throws -> Value) throws
        -> Value
    {
        guard !isAtEnd else { throw atEnd(type) }
        let value = try read(AttributeDecoder(tape: tape, node: next))
        advance()
        return value
    }

    private mutating func advance() {
        next = Int(tape.nodes[next].end)
        currentIndex += 1
    }

    private func atEnd(_ type: any Any.Type) -> DecodingError {
        .valueNotFound(
            type,
            .init(
                codingPath: codingPath + [DynamoDBPathKey.index(currentIndex)],
                debugDescription: "The list has only \(currentIndex) elements."))
    }
}
