import Foundation
import Testing

@testable import Base

@Suite struct JSONTests {
    @Test("any text survives being quoted and read again")
    func quoting() throws {
        let controls = String(String.UnicodeScalarView((0..<0x21).compactMap(Unicode.Scalar.init(_:))))
        for text in ["", "plain", "\"\\/", controls, "äß€😀", "\u{2028}\u{2029}\u{7F}\u{FEFF}", "e\u{301}", "\r\n"] {
            let literal = JSONText.quoted(text)
            let read = try JSONDecoder().decode([String].self, from: Data("[\(literal)]".utf8))
            #expect(Array(read[0].unicodeScalars) == Array(text.unicodeScalars))
            #expect(literal.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test(
        "values keep their types",
        arguments: [
            ("null", JSONValue.null), ("true", true), ("false", false), ("0", 0), ("1", 1), ("-7", -7), ("1.5", 1.5),
            ("9223372036854775807", .integer(.max)), ("1e30", .number(1e30)), ("\"1\"", "1"), ("\"true\"", "true"),
            ("[]", []), ("{}", [:]), (#"{"a":[1,null,{"b":""}]}"#, ["a": [1, nil, ["b": ""]]]),
        ] as [(String, JSONValue)])
    func values(json: String, value: JSONValue) throws {
        let read = try JSONDecoder().decode([JSONValue].self, from: Data("[\(json)]".utf8))
        #expect(read == [value])
        let written = try JSONEncoder().encode([value])
        #expect(try JSONDecoder().decode([JSONValue].self, from: written) == [value])
    }

    @Test("members and strings are reached by name")
    func access() {
        let value: JSONValue = ["a": ["b": "c"]]
        #expect(value["a"]?["b"]?.stringValue == "c")
        #expect(value["x"] == nil && value["a"]?.stringValue == nil && JSONValue.null["a"] == nil)
    }
}
