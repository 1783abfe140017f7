/// Writes the members of a map.
struct KeyedAttributeWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: AttributeSink
    let frame: EncodingFrame.ID

    var codingPath: [any CodingKey] { sink.text.path }

    func encodeNil(forKey key: Key) throws {
        try sink.text.append(key.stringValue, frame) { $0.appendNull() }
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        try sink.text.append(key.stringValue, frame) { $0.append(attribute: value) }
    }

    func encode(_ value: String, forKey key: Key) throws {
        try sink.text.append(key.stringValue, frame) { $0.append(attribute: value) }
    }

    func encode(_ value: Double, forKey key: Key) throws { try encode(float: value, forKey: key) }
    func encode(_ value: Float, forKey key: Key) throws { try encode(float: value, forKey: key) }
    func encode(_ value: Int, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: Int8, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: Int16, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: Int32, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: Int64, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: UInt, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try encode(integer: value, forKey: key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try encode(integer: value, forKey: key) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try sink.text.beginMember(key.stringValue, frame)
        try sink.encode(value, key: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        AttributeEncoder(rootOf: sink.openHole(.map, key: key, inMap: frame)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        AttributeEncoder(rootOf: sink.openHole(.list, key: key, inMap: frame)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        AttributeEncoder(rootOf: sink.openHole(.undecided, key: DynamoDBPathKey.super, inMap: frame))
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        AttributeEncoder(rootOf: sink.openHole(.undecided, key: key, inMap: frame))
    }

    private func encode<Integer: FixedWidthInteger>(integer value: Integer, forKey key: Key) throws {
        try sink.text.append(key.stringValue, frame) { $0.append(number: String(value)) }
    }

    private func encode<Float: BinaryFloatingPoint & CustomStringConvertible>(
        float value: Float, forKey key: Key
    ) throws {
        let text = try sink.number(value, at: key)
        try sink.text.append(key.stringValue, frame) { $0.append(number: text) }
    }
}
