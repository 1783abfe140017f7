/// A decimal number taken apart: ±digits × 10^exponent, without zeros at either end of the digits.
///
/// Two texts of one number (`1.50`, `15E-1`) are the same `DecimalText`.
struct DecimalText: Hashable {
    /// Significant digits DynamoDB keeps.
    static let maximumDigits = 38
    /// The power of ten of the first digit: DynamoDB's range is 1E-130 to 9.99…E+125, positive and negative.
    static let magnitudes = -130...125

    let isNegative: Bool
    /// Values 0 to 9, none for zero.
    let digits: [UInt8]
    let exponent: Int

    /// Reads `-?digits[.digits][(e|E)[+-]digits]`; nil for anything else and for what DynamoDB cannot hold.
    init?(_ text: some Collection<UInt8>) {
        var rest = text[...]
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        var digits = Self.takeDigits(&rest)
        guard !digits.isEmpty else { return nil }
        var exponent = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = Self.takeDigits(&rest)
            guard !fraction.isEmpty else { return nil }
            digits += fraction
            exponent = -fraction.count
        }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            guard let written = Self.takeExponent(&rest) else { return nil }
            exponent += written
        }
        guard rest.isEmpty else { return nil }
        let zeros = digits.reversed().prefix { $0 == 0 }.count
        digits.removeLast(zeros)
        digits.removeFirst(digits.prefix { $0 == 0 }.count)
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent + zeros
        guard isHeldByDynamoDB else { return nil }
    }

    private var isHeldByDynamoDB: Bool {
        digits.isEmpty
            || digits.count <= Self.maximumDigits && Self.magnitudes.contains(exponent + digits.count - 1)
    }

    static func == (lhs: DecimalText, rhs: DecimalText) -> Bool {
        lhs.digits == rhs.digits && lhs.exponent == rhs.exponent
            && (lhs.isNegative == rhs.isNegative || lhs.digits.isEmpty)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(digits)
        hasher.combine(exponent)
    }

    /// The exact value, nil where it has a fraction or does not fit.
    func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        guard exponent >= 0 else { return nil }
        var result: Integer = 0
        for position in 0..<(digits.count + (digits.isEmpty ? 0 : exponent)) {
            let (product, tooLarge) = result.multipliedReportingOverflow(by: 10)
            let digit = Integer(position < digits.count ? digits[position] : 0)
            let (sum, overflow) =
                isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !tooLarge, !overflow else { return nil }
            result = sum
        }
        return result
    }

    /// Whether DynamoDB takes `text` as a number. Plain short numbers, nearly all, are told without allocation.
    static func isValid(_ text: some Collection<UInt8>) -> Bool {
        var digitCount = 0
        var pointPosition: Int?
        for (position, byte) in text.enumerated() {
            if isDigit(byte) {
                digitCount += 1
            } else if byte == UInt8(ascii: "."), pointPosition == nil, digitCount > 0 {
                pointPosition = digitCount
            } else if byte != UInt8(ascii: "-") || position != 0 {
                return DecimalText(text) != nil
            }
        }
        guard digitCount <= maximumDigits else { return DecimalText(text) != nil }
        return digitCount > (pointPosition ?? 0)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    private static func takeDigits<Text: Collection<UInt8>>(_ rest: inout Text) -> [UInt8]
    where Text.SubSequence == Text {
        let digits = rest.prefix(while: isDigit)
        rest.removeFirst(digits.count)
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    /// Absurd exponents stop at a million, far outside the range: no overflow, and no work in proportion.
    private static func takeExponent<Text: Collection<UInt8>>(_ rest: inout Text) -> Int?
    where Text.SubSequence == Text {
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        let digits: [UInt8] = takeDigits(&rest)
        guard !digits.isEmpty else { return nil }
        let magnitude = digits.reduce(0) { min($0 * 10 + Int($1), 1_000_000) }
        return sign == UInt8(ascii: "-") ? -magnitude : magnitude
    }
}
