import Base

/// Writes the elements of a list, or of a set where the value is a `Set`.
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
        _ = try sink.text.beginElement(.null, frame)
        sink.text.json.appendNull()
    }

    func encode(_ value: Bool) throws {
        _ = try sink.text.beginElement(.bool, frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: String) throws {
        let bare = try sink.text.beginElement(.string, frame)
        sink.text.json.append(attribute: value, bare: bare)
    }

    func encode(_ value: Double) throws { try encode(float: value) }
    func encode(_ value: Float) throws { try encode(float: value) }
    func encode(_ value: Int) throws { try encode(integer: value) }
    func encode(_ value: Int8) throws { try encode(integer: value) }
    func encode(_ value: Int16) throws { try encode(integer: value) }
    func encode(_ value: Int32) throws { try encode(integer: value) }
    func encode(_ value: Int64) throws { try encode(integer: value) }
    func encode(_ value: Int128) throws { try encode(integer: value) }
    func encode(_ value: UInt) throws { try encode(integer: value) }
    func encode(_ value: UInt8) throws { try encode(integer: value) }
    func encode(_ value: UInt16) throws { try encode(integer: value) }
    func encode(_ value: UInt32) throws { try encode(integer: value) }
    func encode(_ value: UInt64) throws { try encode(integer: value) }
    func encode(_ value: UInt128) throws { try encode(integer: value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let key = DynamoDBPathKey.index(count)
        // What a set becomes is told by its first element, therefore each element writes its own separator.
        let isInSet = if case .set = sink.text.frames.last?.content { true } else { false }
        if !isInSet { _ = try sink.text.beginElement(.map, frame) }
        let isWritten = try sink.encode(value, key: key, isSetElement: isInSet)
        if !isWritten { sink.text.json.appendNull() }
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
        let text = try sink.number(value, at: DynamoDBPathKey.index(count))
        let bare = try sink.text.beginElement(.number, frame)
        sink.text.json.append(number: text, bare: bare)
    }

    private func encode<Float: BinaryFloatingPoint & CustomStringConvertible>(float value: Float) throws {
        let text = try sink.number(value, at: DynamoDBPathKey.index(count))
        let bare = try sink.text.beginElement(.number, frame)
        sink.text.json.append(number: text, bare: bare)
    }
}
