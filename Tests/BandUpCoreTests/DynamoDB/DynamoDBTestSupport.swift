@testable import BandUpCore
import Base
import Foundation

/// An attribute that encodes itself through ordinary containers, as a Codable type would, instead of passing through.
struct Plainly: Encodable {
    let value: AttributeValue

    init(_ value: AttributeValue) {
        self.value = value
    }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .map(let members):
            var container = encoder.container(keyedBy: DynamoDBPathKey.self)
            for (name, member) in members { try container.encode(Plainly(member), forKey: .name(name)) }
        case .list(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(Plainly(element)) }
        default:
            var container = encoder.singleValueContainer()
            switch value {
            case .string(let text): try container.encode(text)
            case .number(let text): try container.encode(try DynamoDBNumber.parsed(text))
            case .binary(let data): try container.encode(data)
            case .bool(let flag): try container.encode(flag)
            case .stringSet(let set): try container.encode(set)
            case .numberSet(let set): try container.encode(Set(try set.map(DynamoDBNumber.parsed)))
            case .binarySet(let set): try container.encode(set)
            case .null, .map, .list: try container.encodeNil()
            }
        }
    }
}

/// Reads an attribute through ordinary containers and compares it, value by value, with the one that is expected.
struct Compared: Decodable {
    static let expected = CodingUserInfoKey(rawValue: "expected")

    struct Difference: Error, Equatable {
        let path: String
    }

    init(from decoder: any Decoder) throws {
        let expected = Self.expected.flatMap { decoder.userInfo[$0] as? AttributeValue } ?? .null
        try Self.compare(decoder, expected)
    }

    private static func compare(_ decoder: any Decoder, _ expected: AttributeValue) throws {
        let isSame: Bool
        switch expected {
        case .map(let members):
            let container = try decoder.container(keyedBy: DynamoDBPathKey.self)
            for (name, member) in members { try compare(container.superDecoder(forKey: .name(name)), member) }
            isSame = Set(container.allKeys.map(\.stringValue)) == Set(members.keys)
        case .list(let elements):
            var container = try decoder.unkeyedContainer()
            for element in elements { try compare(container.superDecoder(), element) }
            isSame = container.isAtEnd && container.count == elements.count
        case .string(let text): isSame = try single(decoder, String.self).utf8.elementsEqual(text.utf8)
        case .number(let text): isSame = try single(decoder, DynamoDBNumber.self) == DynamoDBNumber.parsed(text)
        case .binary(let data): isSame = try single(decoder, Data.self) == data
        case .bool(let flag): isSame = try single(decoder, Bool.self) == flag
        case .null: isSame = try decoder.singleValueContainer().decodeNil()
        case .stringSet(let set): isSame = try single(decoder, Set<String>.self) == set
        case .numberSet(let set):
            isSame = try single(decoder, Set<DynamoDBNumber>.self) == Set(set.map(DynamoDBNumber.parsed))
        case .binarySet(let set): isSame = try single(decoder, Set<Data>.self) == set
        }
        guard isSame else {
            throw Difference(path: decoder.codingPath.map(\.stringValue).joined(separator: "/"))
        }
    }

    private static func single<Value: Decodable>(_ decoder: any Decoder, _ type: Value.Type) throws -> Value {
        try decoder.singleValueContainer().decode(type)
    }
}

extension DynamoDBNumber {
    struct NotANumber: Error {}

    static func parsed(_ text: String) throws -> DynamoDBNumber {
        guard let number = DynamoDBNumber(text) else { throw NotANumber() }
        return number
    }
}

/// JSON to compare by meaning: objects without order, and the elements of DynamoDB's sets sorted.
func comparable(_ json: Data) throws -> JSONValue {
    sortingSets(try JSONDecoder().decode(JSONValue.self, from: json))
}

func sortingSets(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(sortingSets))
    case .object(let members):
        return .object(
            Dictionary(
                uniqueKeysWithValues: members.map { key, member in
                    if ["SS", "NS", "BS"].contains(key), members.count == 1, case .array(let elements) = member {
                        return (key, .array(elements.sorted { ($0.stringValue ?? "") < ($1.stringValue ?? "") }))
                    }
                    return (key, sortingSets(member))
                }))
    default: return value
    }
}

func text(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self)
}
