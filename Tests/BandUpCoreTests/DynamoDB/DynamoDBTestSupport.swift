import Base
import Foundation

@testable import BandUpCore

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
            case .number: try container.encode(value)
            case .binary(let data): try container.encode(data)
            case .bool(let flag): try container.encode(flag)
            case .null, .map, .list: try container.encodeNil()
            }
        }
    }
}

/// Reads an attribute through ordinary containers and compares it, value by value, with the one that is expected.
struct Compared: Decodable {
    @TaskLocal static var expected = AttributeValue.null

    struct Difference: Error, Equatable {
        let path: String
    }

    init(from decoder: any Decoder) throws {
        try Self.compare(decoder, Self.expected)
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
        case .number(let text): isSame = try number(decoder) == DecimalText(text.utf8)
        case .binary(let data): isSame = try single(decoder, Data.self) == data
        case .bool(let flag): isSame = try single(decoder, Bool.self) == flag
        case .null: isSame = try decoder.singleValueContainer().decodeNil()
        }
        guard isSame else {
            throw Difference(path: decoder.codingPath.map(\.stringValue).joined(separator: "/"))
        }
    }

    private static func single<Value: Decodable>(_ decoder: any Decoder, _ type: Value.Type) throws -> Value {
        try decoder.singleValueContainer().decode(type)
    }

    private static func number(_ decoder: any Decoder) throws -> DecimalText? {
        guard case .number(let text) = try single(decoder, AttributeValue.self) else { return nil }
        return DecimalText(text.utf8)
    }
}

extension DynamoDBEncoder {
    func encodeAttributeJSON(_ value: some Encodable) throws -> Data {
        Data(try attributeBytes(value))
    }
}

extension DynamoDBDecoder {
    func decode<Value: Decodable>(_ type: Value.Type, from item: DynamoDBItem) throws -> Value {
        try decode(type, from: DynamoDBJSONWriter.json(of: item))
    }

    func decodeAttribute<Value: Decodable>(_ type: Value.Type, from attribute: Data) throws -> Value {
        let (tape, root) = try AttributeTape.scan(attribute) { (scanner) throws(JSONFault) in
            try scanner.attribute(name: .none, parent: nil, depth: 0)
        }
        return try tape.value(type, at: root)
    }

    func decodeAttribute<Value: Decodable>(_ type: Value.Type, from attribute: AttributeValue) throws -> Value {
        try decodeAttribute(type, from: DynamoDBJSONWriter.json(of: attribute))
    }
}

/// Attributes in memory and their JSON, as a request's key and an answer's are written and read.
enum DynamoDBJSONWriter {
    static func json(of item: DynamoDBItem) throws(EncodingError) -> Data {
        var json = JSONBytes()
        try json.append(item: item, depth: 1, path: [])
        return Data(json.bytes)
    }

    static func json(of value: AttributeValue) throws(EncodingError) -> Data {
        var json = JSONBytes()
        try json.append(attribute: value, depth: 0, path: [])
        return Data(json.bytes)
    }
}

enum DynamoDBJSONReader {
    static func item(from json: Data) throws(DecodingError) -> DynamoDBItem {
        try ScannedItem(json: json).attributes()
    }

    static func attribute(from json: Data) throws(DecodingError) -> AttributeValue {
        let (tape, root) = try AttributeTape.scan(json) { (scanner) throws(JSONFault) in
            try scanner.attribute(name: .none, parent: nil, depth: 0)
        }
        return try tape.attribute(at: root)
    }
}

/// JSON to compare by meaning: objects without order.
func comparable(_ json: Data) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: json)
}

func text(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self)
}
