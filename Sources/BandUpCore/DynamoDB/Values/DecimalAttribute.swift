package import FoundationEssentials

/// A number that a record holds as text (`"7.0"`, `"0.00123"`), so that not a digit of it changes, and that the API shows as
/// a number.
package struct DecimalAttribute: Sendable, Equatable {
    package let text: String
    package let value: Decimal

    /// Nil where `text` is no decimal number.
    package init?(_ text: String) {
        guard let value = Decimal(string: text) else { return nil }
        self.text = text
        self.value = value
    }

    /// - Parameter text: how `value` is written.
    package init(_ value: Decimal, text: String) {
        self.text = text
        self.value = value
    }

    package init(_ cost: Cost) {
        self.init(cost.dollars, text: cost.description)
    }
}

extension DecimalAttribute: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let number = DecimalAttribute(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal number")
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if encoder is any RecordEncoder {
            try container.encode(text)
        } else {
            // As it is written: an amount is shown as it was rounded for the record.
            try container.encode(Decimal(string: text) ?? value)
        }
    }
}
