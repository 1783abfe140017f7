import BandUpCore

/// An IELTS band score: 0 to 9 in steps of 0.5.
package struct Band: Sendable, Hashable, Comparable {
    /// The band times two, 0 to 18: whole numbers have no rounding errors.
    package let halves: Int

    package init?(halves: Int) {
        guard (0...18).contains(halves) else { return nil }
        self.halves = halves
    }

    /// Nil for anything that is not exactly a band, such as 6.3 or 9.5.
    package init?(_ value: Double) {
        guard (0...9).contains(value), (value * 2).rounded() == value * 2 else { return nil }
        halves = Int(value * 2)
    }

    package init?(_ value: Int) {
        guard (0...9).contains(value) else { return nil }
        halves = value * 2
    }

    /// Reads `7`, `7.0` or `6.5`, the forms in which bands are stored; nil for any other text.
    package init?(_ text: String) {
        guard let digit = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
        let whole = Int(digit - UInt8(ascii: "0")) * 2
        switch text.dropFirst() {
        case "", ".0": self.init(halves: whole)
        case ".5": self.init(halves: whole + 1)
        default: return nil
        }
    }

    package var value: Double { Double(halves) / 2 }

    /// The mean, rounded to the nearest half band: .25 goes up to the half, .75 up to the next whole band, as IELTS
    /// rounds overall scores. Nil for no bands.
    package static func overall(of bands: [Band]) -> Band? {
        guard let first = bands.first else { return nil }
        return mean(first, bands.dropFirst())
    }

    /// The same for criteria that are all there.
    package static func overall(of first: Band, _ others: Band...) -> Band {
        mean(first, others[...])
    }

    /// floor(mean of halves + 1/2) in whole numbers; the mean of bands is itself in range.
    private static func mean(_ first: Band, _ others: ArraySlice<Band>) -> Band {
        let sum = others.reduce(first.halves) { $0 + $1.halves }
        let count = others.count + 1
        return Band(unchecked: (2 * sum + count) / (2 * count))
    }

    private init(unchecked halves: Int) {
        self.halves = halves
    }

    package static func < (lhs: Band, rhs: Band) -> Bool { lhs.halves < rhs.halves }
}

extension Band: CustomStringConvertible {
    /// With one decimal, as records hold it: `7.0`.
    package var description: String { "\(halves / 2).\(halves % 2 == 0 ? 0 : 5)" }
}

extension Band: Codable {
    /// Reads a number, or a text as in `init(_: String)`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let band: Band?
        if let text = try? container.decode(String.self) {
            band = Band(text)
        } else {
            band = Band(try container.decode(Double.self))
        }
        guard let band else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a band from 0 to 9 in steps of 0.5")
        }
        self = band
    }

    /// Writes a number.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
