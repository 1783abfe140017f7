import FoundationEssentials

extension DecimalText {
    /// Swift's shortest text that reads back as `value`, without the `.0` of a whole number and the sign of zero, which
    /// DynamoDB drops; nil for what is not finite or outside DynamoDB's range.
    static func text<Float: BinaryFloatingPoint & CustomStringConvertible>(of value: Float) -> String? {
        guard value != 0 else { return "0" }
        let text = value.description
        // NaN and infinity are no decimal text.
        guard isValid(text.utf8) else { return nil }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Nil for NaN, for 39 digits (a `Decimal` can hold some of those) and outside DynamoDB's range.
    static func text(of value: Decimal) -> String? {
        let text = value.description
        return isValid(text.utf8) ? text : nil
    }

    /// The exact value; nil where `Decimal` has no room for the exponent (below 1E-128).
    static func decimal(_ text: String) -> Decimal? {
        guard let decimal = Decimal(string: text), let number = DecimalText(text.utf8),
            DecimalText(decimal.description.utf8) == number
        else { return nil }
        return decimal
    }
}
