import Base
import Foundation
import Testing

@testable import BandUpCore

/// The cases of local/oracles/dynamodb_cases.py: what boto3's TypeSerializer and TypeDeserializer make of them.
@Suite struct DynamoDBGoldenTests {
    private struct Cases: Decodable {
        let serialized: [Case]
        let deserialized: [Case]
        let refused_numbers: [String]
        let evaluation: JSONValue
    }

    private struct Case: Decodable {
        let name: String
        let value: Described
        let wire: JSONValue
    }

    /// `["type", payload]`.
    private struct Described: Decodable {
        let attribute: AttributeValue

        init(from decoder: any Decoder) throws {
            var parts = try decoder.unkeyedContainer()
            let type = try parts.decode(String.self)
            switch type {
            case "string": attribute = .string(try parts.decode(String.self))
            case "number": attribute = .number(try parts.decode(String.self))
            case "binary": attribute = .binary(try parts.decode(Data.self))
            case "bool": attribute = .bool(try parts.decode(Bool.self))
            case "null": attribute = .null
            case "map": attribute = .map(try parts.decode([String: Described].self).mapValues(\.attribute))
            case "list": attribute = .list(try parts.decode([Described].self).map(\.attribute))
            default: throw DecodingError.dataCorruptedError(in: parts, debugDescription: type)
            }
        }
    }

    private let cases: Cases

    init() throws {
        let url = Bundle.module.bundleURL.appending(path: "Golden/DynamoDB/cases.json")
        cases = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url))
    }

    @Test("every value is written as boto3 writes it")
    func serialized() throws {
        #expect(cases.serialized.count > 100)
        for golden in cases.serialized {
            let wire = golden.wire
            let plainly = try DynamoDBEncoder().encodeAttributeJSON(Plainly(golden.value.attribute))
            #expect(try comparable(plainly) == wire, "\(golden.name)")
            let written = try DynamoDBJSONWriter.json(of: golden.value.attribute)
            #expect(try comparable(written) == wire, "\(golden.name)")
        }
    }

    @Test("every attribute is read as boto3 reads it")
    func deserialized() throws {
        #expect(cases.deserialized.count > 100)
        for golden in cases.deserialized {
            let wire = try JSONEncoder().encode(golden.wire)
            let decoder = DynamoDBDecoder()
            let tree = try DynamoDBJSONReader.attribute(from: wire)
            Compared.$expected.withValue(golden.value.attribute) {
                #expect(throws: Never.self, "\(golden.name)") { try decoder.decodeAttribute(Compared.self, from: wire) }
                #expect(throws: Never.self, "\(golden.name)") { try decoder.decodeAttribute(Compared.self, from: tree) }
            }
        }
    }

    @Test("numbers that boto3 refuses are refused")
    func refusedNumbers() {
        #expect(cases.refused_numbers.count >= 8)
        for text in cases.refused_numbers { #expect(DecimalText(text.utf8) == nil, "\(text)") }
    }

    @Test("a record of every type is boto3's item, both ways")
    func record() throws {
        let item = try JSONEncoder().encode(cases.evaluation)
        #expect(try DynamoDBDecoder().decode(Evaluation.self, from: item) == Evaluation.sample)
        // UUIDs are written in capitals here; the id of the golden item is not.
        var expected = try #require(try? comparable(item))
        guard case .object(var members) = expected else { return }
        members["evaluation_id"] = ["S": "0C8F5F0E-6A55-4D64-A9E5-3F0B6F9B6D11"]
        expected = .object(members)
        #expect(try comparable(DynamoDBEncoder().encode(Evaluation.sample)) == expected)
    }
}
