import Base
import Examining
import Foundation
import Testing

@testable import BandUpCore

@Suite struct ResponseSchemaTests {
    private static let schema = ResponseSchema.object([
        .required("band", .band),
        .required("level", .enumeration(["EASY", "HARD"])),
        .required(
            "quotes",
            .array(of: .object([.required("text", .string), .optional("page", .integer(1...9))]), count: 1...2)),
        .optional("final", .boolean),
    ])

    /// google-genai 3.4.0 lists these for `responseJsonSchema`; anything else is refused or ignored.
    private static let supported: Set<String> = [
        "$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items", "prefixItems",
        "minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties", "additionalProperties",
        "required",
        "propertyOrdering",
    ]

    @Test("only keywords that the API supports are sent")
    func keywords() {
        func check(_ schema: JSONValue) {
            guard case .object(let members) = schema else { return }
            #expect(Set(members.keys).isSubset(of: Self.supported))
            if case .object(let properties)? = members["properties"] { properties.values.forEach(check) }
            if let items = members["items"] { check(items) }
        }
        check(Self.schema.json)
    }

    @Test("objects are closed, and their properties required and in order")
    func object() {
        let json = Self.schema.json
        #expect(json["additionalProperties"] == false)
        #expect(json["required"] == ["band", "level", "quotes"])
        #expect(json["propertyOrdering"] == ["band", "level", "quotes", "final"])
        #expect(
            json["properties"]?["band"]
                == [
                    "type": "number", "minimum": 0.0, "maximum": 9.0,
                    "description": "IELTS band from 0 to 9 in steps of 0.5",
                ])
    }

    private func violation(_ text: String) throws -> SchemaViolation? {
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        do {
            try Self.schema.validate(value)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "an answer that keeps the schema passes",
        arguments: [
            #"{"band":7,"level":"EASY","quotes":[{"text":"a"}]}"#,
            #"{"band":6.5,"level":"HARD","quotes":[{"text":"a","page":9},{"text":"b","page":null}],"final":true}"#,
        ])
    func passes(text: String) throws {
        #expect(try violation(text) == nil)
    }

    @Test(
        "a departure is found and told by its place",
        arguments: [
            ("[]", "", .wrongType),
            (#"{"level":"EASY","quotes":[{"text":"a"}]}"#, "band", .missing),
            (#"{"band":null,"level":"EASY","quotes":[{"text":"a"}]}"#, "band", .wrongType),
            (#"{"band":"7","level":"EASY","quotes":[{"text":"a"}]}"#, "band", .wrongType),
            (#"{"band":9.5,"level":"EASY","quotes":[{"text":"a"}]}"#, "band", .outOfRange),
            (#"{"band":-1,"level":"EASY","quotes":[{"text":"a"}]}"#, "band", .outOfRange),
            (#"{"band":7,"level":"easy","quotes":[{"text":"a"}]}"#, "level", .notListed),
            (#"{"band":7,"level":"EASY","quotes":[]}"#, "quotes", .wrongCount),
            (#"{"band":7,"level":"EASY","quotes":[{"text":"a"},{"text":1}]}"#, "quotes[1].text", .wrongType),
            (#"{"band":7,"level":"EASY","quotes":[{"text":"a","page":0}]}"#, "quotes[0].page", .outOfRange),
            (#"{"band":7,"level":"EASY","quotes":[{"text":"a","page":1.5}]}"#, "quotes[0].page", .wrongType),
            (#"{"band":7,"level":"EASY","quotes":[{"text":"a","x":1}]}"#, "quotes[0]", .unknownProperty),
        ] as [(String, String, SchemaViolation.Problem)])
    func violations(text: String, path: String, problem: SchemaViolation.Problem) throws {
        #expect(try violation(text) == SchemaViolation(path: path, problem: problem))
    }
}
