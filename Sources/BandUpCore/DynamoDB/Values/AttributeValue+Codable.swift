import FoundationEssentials

/// In `DynamoDBEncoder` and `DynamoDBDecoder` an `AttributeValue` passes through as the attribute that it is, so a type
/// may keep parts of an item untouched. In any other coder it has DynamoDB's own shape, `{"S": "text"}`.
extension AttributeValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: TypeKey.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "An attribute has exactly one type."))
        }
        switch key.type {
        case .string: self = .string(try container.decode(String.self, forKey: key))
        case .number: self = .number(try container.decode(DynamoDBNumber.self, forKey: key).text)
        case .binary: self = .binary(try container.decode(Data.self, forKey: key))
        case .bool: self = .bool(try container.decode(Bool.self, forKey: key))
        case .null: self = .null
        case .map: self = .map(try container.decode([String: AttributeValue].self, forKey: key))
        case .list: self = .list(try container.decode([AttributeValue].self, forKey: key))
        case .stringSet: self = .stringSet(try container.decode(Set<String>.self, forKey: key))
        case .numberSet:
            self = .numberSet(Set(try container.decode([DynamoDBNumber].self, forKey: key).map(\.text)))
        case .binarySet: self = .binarySet(try container.decode(Set<Data>.self, forKey: key))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: TypeKey.self)
        let key = TypeKey(type: type)
        switch self {
        case .string(let value): try container.encode(value, forKey: key)
        case .number(let value): try container.encode(value, forKey: key)
        case .binary(let value): try container.encode(value, forKey: key)
        case .bool(let value): try container.encode(value, forKey: key)
        case .null: try container.encode(true, forKey: key)
        case .map(let value): try container.encode(value, forKey: key)
        case .list(let value): try container.encode(value, forKey: key)
        case .stringSet(let value): try container.encode(value, forKey: key)
        case .numberSet(let value): try container.encode(value, forKey: key)
        case .binarySet(let value): try container.encode(value, forKey: key)
        }
    }

    private struct TypeKey: CodingKey {
        let type: DynamoDBType

        init(type: DynamoDBType) { self.type = type }

        init?(stringValue: String) {
            guard let type = DynamoDBType(rawValue: stringValue) else { return nil }
            self.type = type
        }

        init?(intValue: Int) { nil }

        var stringValue: String { type.rawValue }
        var intValue: Int? { nil }
    }
}
