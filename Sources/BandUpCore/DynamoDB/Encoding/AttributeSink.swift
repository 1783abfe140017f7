import FoundationEssentials

/// Takes what `encode(to:)` methods write, and turns it into JSON text as it comes.
///
/// Values are encoded one inside the other, so text can be written in order: a stack of frames knows what is open.
/// Only nested containers and super encoders may be filled in any order, at any time until the encoder is done. Each of
/// them writes to a sink of its own, whose text `finish` puts into the hole that was kept for it.
final class AttributeSink {
    var text: AttributeText

    init(path: [any CodingKey] = [], depth: Int = 0) {
        text = AttributeText(path: path, depth: depth)
    }

    func encodeRoot(_ value: some Encodable) throws {
        text.json.bytes.reserveCapacity(2048)
        let root = text.push()
        try write(value, in: root)
    }

    /// Writes an element or member, whose separator and name are written.
    func encode(_ value: some Encodable, key: any CodingKey) throws {
        let frame = text.push(key)
        do {
            try write(value, in: frame)
            try text.pop()
        } catch {
            text.fail(error)
            throw error
        }
    }

    /// Writes the frame's value: types that DynamoDB has a form for in that form, others by their own `encode(to:)`.
    func write<Value: Encodable>(_ value: Value, in frame: EncodingFrame.ID) throws {
        if Value.self == Data.self, let value = value as? Data {
            try text.beginScalar(frame)
            text.json.append(attribute: value)
        } else if Value.self == Date.self, let value = value as? Date {
            try write(number: try number(value.timeIntervalSince1970), in: frame)
        } else if Value.self == Decimal.self, let value = value as? Decimal {
            guard let number = DecimalText.text(of: value) else { throw outOfRange(value) }
            try write(number: number, in: frame)
        } else if Value.self == URL.self, let value = value as? URL {
            try text.beginScalar(frame)
            text.json.append(attribute: value.absoluteString)
        } else {
            try value.encode(to: AttributeEncoder(sink: self, frame: frame))
        }
    }

    func write(attribute: AttributeValue, in frame: EncodingFrame.ID) throws(EncodingError) {
        try text.beginScalar(frame)
        let (depth, path) = (text.depth - 1, text.path)
        try text.json.append(attribute: attribute, depth: depth, path: path)
    }

    func write(number: String, in frame: EncodingFrame.ID) throws(EncodingError) {
        try text.beginScalar(frame)
        text.json.append(number: number)
    }

    // MARK: Numbers

    /// - Parameter key: of the value, where the coding path does not have it yet.
    func number<Float: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Float, at key: @autoclosure () -> (any CodingKey)? = nil
    ) throws(EncodingError) -> String {
        guard let text = DecimalText.text(of: value) else { throw outOfRange(value, at: key()) }
        return text
    }

    private func outOfRange(_ value: Any, at key: (any CodingKey)? = nil) -> EncodingError {
        let description = "DynamoDB holds finite numbers of at most 38 digits, 1E-130 to 9.99E+125 in magnitude."
        let path = text.path + (key.map { [$0] } ?? [])
        return .invalidValue(value, .init(codingPath: path, debugDescription: description))
    }
}
