/// Writes the elements of a list.
struct UnkeyedAttributeWriter: UnkeyedEncodingContainer {
    let sink: AttributeSink
    let frame: EncodingFrame.ID

    var codingPath: [any CodingKey] { sink.text.path }

    var count: Int {
        let index = Int(frame.position)
        guard index < sink.text.frames.count, sink.text.frames[index].id == frame else { return 0 }
        return sink.text.frames[index].count
    }

    func encodeNil() throws {
        try sink.text.beginElement(frame)
        sink.text.json.appendNull()
    }

    func encode(_ value: Bool) throws {
        try sink.text.beginElement(frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: String) throws {
        try sink.text.beginElement(frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: Double) throws { try encode(float: value) }
    func encode(_ value: Float) throws { try encode(float: value) }
    func encode(_ value: Int) throws { try encode(integer: value) }
    func encode(_ value: Int8) throws { try encode(integer: value) }
    func encode(_ value: Int16) throws { try encode(integer: value) }
    func encode(_ value: Int32) throws { try encode(integer: value) }
    func encode(_ value: Int64) throws { try encode(integer: value) }
    func encode(_ value: UInt) throws { try encode(integer: value) }
    func encode(_ value: UInt8) throws { try encode(integer: value) }
    func encode(_ value: UInt16) throws { try encode(integer: value) }
    func encode(_ value: UInt32) throws { try encode(integer: value) }
    func encode(_ value: UInt64) throws { try encode(integer: value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let key = DynamoDBPathKey.index(count)
        try sink.text.beginElement(frame)
        try sink.encode(value, key: key)
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        AttributeEncoder(rootOf: sink.openHole(.map, inList: frame)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        AttributeEncoder(rootOf: sink.openHole(.list, inList: frame)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        AttributeEncoder(rootOf: sink.openHole(.undecided, inList: frame))
    }

    private func encode<Integer: FixedWidthInteger>(integer value: Integer) throws {
        try sink.text.beginElement(frame)
        sink.text.json.append(number: String(value))
    }

    private func encode<Float: BinaryFloatingPoint & CustomStringConvertible>(float value: Float) throws {
        let text = try sink.number(value, at: DynamoDBPathKey.index(count))
        try sink.text.beginElement(frame)
        sink.text.json.append(number: text)
    }
}
