package import FoundationEssentials

/// A number exactly as DynamoDB holds it: up to 38 significant digits, 1E-130 to 9.99…E+125 in magnitude, or zero.
///
/// The text is kept digit for digit; two numbers are equal when their values are (`1.50` and `15E-1`). Through
/// `DynamoDBEncoder` and `DynamoDBDecoder` it is an attribute of type N, in any other coder a string, since the numbers
/// of most formats would lose digits.
package struct DynamoDBNumber: Sendable, LosslessStringConvertible {
    package let text: String

    /// `-?digits[.digits][(e|E)[+-]digits]`; nil for anything else and for what DynamoDB cannot hold.
    package init?(_ text: String) {
        guard DecimalText.isValid(text.utf8) else { return nil }
        self.text = text
    }

    /// For text that has been checked.
    init(checked text: String) {
        self.text = text
    }

    package init(_ value: Int) {
        text = String(value)
    }

    /// The shortest decimal that reads back as `value`; nil for what is not finite or outside DynamoDB's range.
    package init?(_ value: Double) {
        guard let text = Self.text(of: value) else { return nil }
        self.text = text
    }

    /// Nil for NaN, for 39 digits (a `Decimal` can hold some of those) and outside DynamoDB's range.
    package init?(_ value: Decimal) {
        self.init(value.description)
    }

    package var description: String { text }

    /// The exact value, nil where it has a fraction or does not fit the type.
    package func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        Integer(text) ?? DecimalText(text.utf8)?.integer()
    }

    /// The nearest binary number.
    package var double: Double { Double(text) ?? .nan }

    /// The exact value; nil where `Decimal` has no room for the exponent (below 1E-128).
    package var decimal: Decimal? {
        guard let decimal = Decimal(string: text), DynamoDBNumber(decimal) == self else { return nil }
        return decimal
    }

    /// Swift's shortest round-trip text, without the `.0` of a whole number and the sign of zero, which DynamoDB drops.
    static func text<Float: BinaryFloatingPoint & CustomStringConvertible>(of value: Float) -> String? {
        guard value != 0 else { return "0" }
        let text = value.description
        // NaN and infinity are no decimal text.
        guard DecimalText.isValid(text.utf8) else { return nil }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension DynamoDBNumber: Hashable {
    package static func == (lhs: DynamoDBNumber, rhs: DynamoDBNumber) -> Bool {
        lhs.text == rhs.text || DecimalText(lhs.text.utf8) == DecimalText(rhs.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(DecimalText(text.utf8))
    }
}

extension DynamoDBNumber: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self.init(value) }
}

extension DynamoDBNumber: Codable {
    /// Reached by other coders only; `DynamoDBDecoder` reads the type itself.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let number = DynamoDBNumber(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not a number that DynamoDB holds.")
        }
        self = number
    }

    /// Reached by other coders only; `DynamoDBEncoder` writes the type itself.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
