import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import Base

@Suite("JSON helpers") struct JSONHelperTests {
    private struct Value: Codable {
        let b: Double
        let a: String
    }

    @Test("canonical JSON has its keys in order and its slashes as they are")
    func canonical() throws {
        let json = try JSONEncoder.canonical.encode(["b": "s3://x/y", "a": "é", "c": "\u{2028}"])
        #expect(String(decoding: json, as: UTF8.self) == "{\"a\":\"é\",\"b\":\"s3://x/y\",\"c\":\"\u{2028}\"}")
    }

    @Test("a value is JSON text in a record, and itself in the API's answer")
    func attribute() throws {
        let attribute = JSONAttribute([Value(b: 6.5, a: "x")])
        #expect(try JSONValue(encoding: attribute) == [["a": "x", "b": 6.5]])
        let stored = try DynamoDBEncoder().encode(["it": attribute])
        #expect(
            try JSONDecoder().decode(JSONValue.self, from: stored) == ["it": ["S": #"[{"a":"x","b":6.5}]"#]])
        #expect(throws: (any Error).self) {
            try DynamoDBEncoder().encode(["it": JSONAttribute([Value(b: .nan, a: "")])])
        }
    }

    @Test("a number is text in a record, and a number in the API's answer")
    func number() throws {
        let number = DecimalAttribute(try #require(Band(7.0)))
        #expect(try JSONValue(encoding: number) == 7)
        let stored = try DynamoDBEncoder().encode(["it": number])
        #expect(String(decoding: stored, as: UTF8.self) == #"{"it":{"S":"7.0"}}"#)
        #expect(try DynamoDBDecoder().decode([String: DecimalAttribute].self, from: stored) == ["it": number])
        #expect(throws: (any Error).self) {
            try DynamoDBDecoder().decode([String: DecimalAttribute].self, from: Data(#"{"it":{"S":"seven"}}"#.utf8))
        }
    }

    @Test("fields can be replaced and written again")
    func fields() throws {
        let fields = try RequestFields(#"{"a": 1, "user_id": "x", "n": null}"#)
        let changed = fields.setting(["user_id": "u-1", "session_id": "s"])
        #expect(
            String(decoding: try changed.json, as: UTF8.self)
                == #"{"a":1,"n":null,"session_id":"s","user_id":"u-1"}"#)
    }
}
