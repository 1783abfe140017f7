/// Writes a value that is one attribute.
struct SingleAttributeWriter: SingleValueEncodingContainer {
    let sink: AttributeSink
    let frame: EncodingFrame.ID

    var codingPath: [any CodingKey] { sink.text.path }

    func encodeNil() throws {
        try sink.text.beginScalar(frame)
        sink.text.json.appendNull()
    }

    func encode(_ value: Bool) throws {
        try sink.text.beginScalar(frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: String) throws {
        try sink.text.beginScalar(frame)
        sink.text.json.append(attribute: value)
    }

    func encode(_ value: Double) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Float) throws { try sink.write(number: try sink.number(value), in: frame) }
    func encode(_ value: Int) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: Int8) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: Int16) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: Int32) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: Int64) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: UInt) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: UInt8) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: UInt16) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: UInt32) throws { try sink.write(number: String(value), in: frame) }
    func encode(_ value: UInt64) throws { try sink.write(number: String(value), in: frame) }

    func encode<Value: Encodable>(_ value: Value) throws {
        try sink.text.undecided(frame)
        try sink.write(value, in: frame)
    }
}
