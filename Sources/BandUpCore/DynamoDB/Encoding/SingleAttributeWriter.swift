import Base

/// Writes a value that is one attribute.
struct SingleAttributeWriter: SingleValueEncodingContainer {
    let sink: AttributeSink
    let frame: EncodingFrame.ID

    var codingPath: [any CodingKey] { sink.text.path }

    func encodeNil() throws {
        _ = try sink.text.beginScalar(.null, frame)
        sink.text.json.appendNull()
    }

    func encode(_ value: Bool) throws {
        _ = try sink.text.beginScalar(.bool, frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: String) throws {
        let bare = try sink.text.beginScalar(.string, frame)
        sink.text.json.append(attribute: value, bare: bare)
    }

    func encode(_ value: Double) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Float) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int8) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int16) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int32) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int64) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int128) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt8) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt16) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt32) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt64) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: UInt128) throws { try sink.write(number: try sink.number(value), in: frame) }

    func encode<Value: Encodable>(_ value: Value) throws {
        try sink.text.wrap(Value.self, frame)
        try sink.write(value, in: frame)
    }
}
