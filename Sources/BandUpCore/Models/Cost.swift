package import FoundationEssentials

/// An amount in US dollars, exact until it is written.
package struct Cost: Sendable, Hashable, Comparable {
    package let dollars: Decimal

    package static let zero = Cost(dollars: 0)

    package init(dollars: Decimal) {
        self.dollars = dollars
    }

    /// Reads digits with at most one point, such as `0.001234`; nil for anything else.
    package init?(_ text: String) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ".") }
        guard !digits.isEmpty, text.utf8.count - digits.count <= 1, text.utf8.count <= 30,
            digits.allSatisfy({ (0x30...0x39).contains($0) }), let dollars = Decimal(string: text)
        else { return nil }
        self.dollars = dollars
    }

    /// For metrics and logs, which have no decimals.
    var approximateDollars: Double { Double(description) ?? 0 }

    package static func + (lhs: Cost, rhs: Cost) -> Cost {
        Cost(dollars: lhs.dollars + rhs.dollars)
    }

    package static func < (lhs: Cost, rhs: Cost) -> Bool {
        lhs.dollars < rhs.dollars
    }
}

extension Cost: CustomStringConvertible {
    /// Without an exponent and with at most six decimals, half a millionth rounded up: `0.001234`.
    package var description: String {
        let half = Decimal(sign: .plus, exponent: -1, significand: 5)
        // Decimal's own description never has an exponent.
        var digits = String((dollars * 1_000_000 + half).description.prefix { $0 != "." })
        digits = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
        let decimals = String(digits.suffix(6).reversed().drop { $0 == "0" }.reversed())
        return digits.dropLast(6) + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}

extension Cost: Codable {
    /// Reads a number, or a text such as `description`, the form in which records hold it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            guard let cost = Cost(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an amount of dollars")
            }
            self = cost
        } else {
            dollars = try container.decode(Decimal.self)
        }
    }

    /// Writes a JSON number with the same digits as `description`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Decimal(string: description) ?? dollars)
    }
}
