import Base
import FoundationEssentials

/// A value that a record holds as JSON text, and that the API shows as it is.
package struct JSONAttribute<Value: Codable & Sendable>: Sendable {
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }
}

extension JSONAttribute: Equatable where Value: Equatable {}

extension JSONAttribute: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if encoder is any RecordEncoder {
            try container.encode(String(decoding: try JSONEncoder.canonical.encode(value), as: UTF8.self))
        } else {
            try container.encode(value)
        }
    }
}
