import Base
import FoundationEssentials

/// Takes what `encode(to:)` methods write, and turns it into JSON text as it comes.
///
/// Values are encoded one inside the other, so text can be written in order: a stack of frames knows what is open.
/// Only nested containers and super encoders may be filled in any order, at any time until the encoder is done. Each of
/// them writes to a sink of its own, whose text `finish` puts into the hole that was kept for it.
final class AttributeSink {
    let options: DynamoDBEncoder
    var text: AttributeText

    init(options: DynamoDBEncoder, path: [any CodingKey] = [], depth: Int = 0) {
        self.options = options
        text = AttributeText(path: path, depth: depth)
    }

    func encodeRoot<Value: Encodable>(_ value: Value) throws {
        text.json.bytes.reserveCapacity(2048)
        let root = text.push(nil, Value.self)
        try write(value, in: root)
    }

    /// Writes an element or member, whose separator and name are written.
    ///
    /// - Returns: false when the value was an empty set: then nothing is written.
    func encode<Value: Encodable>(_ value: Value, key: any CodingKey, isSetElement: Bool = false) throws -> Bool {
        let frame = text.push(key, Value.self, isSetElement: isSetElement)
        do {
            try write(value, in: frame)
            return try text.pop()
        } catch {
            text.fail(error)
            throw error
        }
    }

    /// Writes the frame's value: types that DynamoDB has a form for in that form, others by their own `encode(to:)`.
    func write<Value: Encodable>(_ value: Value, in frame: EncodingFrame.ID) throws {
        if Value.self == AttributeValue.self, let value = value as? AttributeValue {
            // A set of attributes is a list, whatever the first element is: `.map` stands for no set type.
            _ = try text.beginScalar(.map, frame)
            let (depth, path) = (text.depth - 1, text.path)
            try text.json.append(attribute: value, depth: depth, path: path)
        } else if Value.self == Data.self, let value = value as? Data {
            let bare = try text.beginScalar(.binary, frame)
            text.json.append(attribute: value, bare: bare)
        } else if Value.self == Date.self, let value = value as? Date {
            try write(date: value, in: frame)
        } else if Value.self == DynamoDBNumber.self, let value = value as? DynamoDBNumber {
            try write(number: value.text, in: frame)
        } else if Value.self == Decimal.self, let value = value as? Decimal {
            guard let number = DynamoDBNumber(value) else { throw outOfRange(value) }
            try write(number: number.text, in: frame)
        } else if Value.self == URL.self, let value = value as? URL {
            let bare = try text.beginScalar(.string, frame)
            text.json.append(attribute: value.absoluteString, bare: bare)
        } else {
            try value.encode(to: AttributeEncoder(sink: self, frame: frame))
        }
    }

    func write(number: String, in frame: EncodingFrame.ID) throws(EncodingError) {
        let bare = try text.beginScalar(.number, frame)
        text.json.append(number: number, bare: bare)
    }

    private func write(date: Date, in frame: EncodingFrame.ID) throws(EncodingError) {
        switch options.dateStrategy {
        case .secondsSince1970:
            try write(number: try number(date.timeIntervalSince1970), in: frame)
        case .iso8601:
            let bare = try text.beginScalar(.string, frame)
            text.json.append(attribute: DynamoDBDateStrategy.iso8601Text(of: date), bare: bare)
        }
    }

    // MARK: Numbers

    /// - Parameter key: of the value, where the coding path does not have it yet.
    func number<Float: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Float, at key: @autoclosure () -> (any CodingKey)? = nil
    ) throws(EncodingError) -> String {
        guard let text = DynamoDBNumber.text(of: value) else { throw outOfRange(value, at: key()) }
        return text
    }

    /// `Int128` and `UInt128` go beyond 38 digits; the rest never does.
    func number<Integer: FixedWidthInteger>(
        _ value: Integer, at key: @autoclosure () -> (any CodingKey)? = nil
    ) throws(EncodingError) -> String {
        let text = String(value)
        guard Integer.bitWidth <= 64 || DecimalText.isValid(text.utf8) else { throw outOfRange(value, at: key()) }
        return text
    }

    private func outOfRange(_ value: Any, at key: (any CodingKey)? = nil) -> EncodingError {
        let description = "DynamoDB holds finite numbers of at most 38 digits, 1E-130 to 9.99E+125 in magnitude."
        let path = text.path + (key.map { [$0] } ?? [])
        return .invalidValue(value, .init(codingPath: path, debugDescription: description))
    }
}
