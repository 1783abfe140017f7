import BandUpCore
import BandUpLambda
package import FoundationEssentials

/// The part of an outcome that a history shows: read from a record's attributes, written as members of the API's JSON.
/// What it does not name stays in the table.
package protocol RecordSummary: Codable, Sendable {
    associatedtype CodingKeys: CodingKey & CaseIterable
}

extension RecordSummary {
    /// The attributes to be read, by name.
    static var attributes: [String] { CodingKeys.allCases.map(\.stringValue) }

    /// Of a record that is in memory: as if it were read from the table, where an attribute is what its JSON says.
    package init(of record: some Encodable) throws {
        self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(record))
    }
}

/// A number that a record holds as text (`"0.00123"`) and the API shows as a number.
package struct DecimalAttribute: Codable, Sendable, Equatable {
    package let value: Decimal

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Decimal(string: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal number")
        }
        self.value = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
