import Base
import FoundationEssentials
import Testing

@testable import BandUpCore

@Suite struct DynamoDBExpressionTests {
    @Test("names and values become placeholders, and what they hold never becomes syntax")
    func placeholders() {
        let hostile = "x) OR attribute_exists(#0"
        let expression: DynamoDBExpression =
            "\(name: "status") = \(value: .string(hostile)) AND attribute_not_exists(\(name: hostile))"
        var placeholders = DynamoDBPlaceholders()
        #expect(placeholders.text(of: expression) == "#0 = :0 AND attribute_not_exists(#1)")
        #expect(placeholders.names == ["status", hostile])
        #expect(placeholders.values == [.attribute(.string(hostile))])
    }

    @Test("expressions of one request share names and never values")
    func sharing() {
        var placeholders = DynamoDBPlaceholders()
        let first: DynamoDBExpression = "\(name: "a") = \(value: .integer(1))"
        #expect(placeholders.text(of: first) == "#0 = :0")
        #expect(placeholders.text(of: "(\(first)) OR \(name: "b") = \(value: .integer(1))") == "(#0 = :1) OR #1 = :2")
        #expect(placeholders.placeholder(forName: "\u{E9}") == "#2")
        #expect(placeholders.placeholder(forName: "e\u{301}") == "#3")
        #expect(placeholders.values == Array(repeating: .attribute(.number("1")), count: 3))
    }

    @Test("an update of many attributes is one SET and one REMOVE")
    func set() {
        func text(_ expression: DynamoDBExpression) -> String {
            var placeholders = DynamoDBPlaceholders()
            return placeholders.text(of: expression)
        }
        #expect(
            text(.set(["b": .bool(true), "a": .null], removing: ["c", "d"])) == "SET #0 = :0, #1 = :1 REMOVE #2, #3")
        #expect(text(.set(["a": .null])) == "SET #0 = :0")
        #expect(text(.set([:], removing: ["c"])) == "REMOVE #0")
    }

    @Test("an encoded item is set attribute by attribute, and what is said beside it wins")
    func setEncoded() throws {
        struct Outcome: Encodable { let echo = "x", status = "theirs" }
        let item = try DynamoDBEncoder().item(Outcome())
        var placeholders = DynamoDBPlaceholders()
        let update = DynamoDBExpression.set(item, and: ["status": .string("ours")], removing: ["claim"])
        #expect(placeholders.text(of: update) == "SET #0 = :0, #1 = :1 REMOVE #2")
        #expect(placeholders.names == ["echo", "status", "claim"])
        #expect(
            placeholders.values == [.encoded(Array(#"{"S":"x"}"#.utf8)[...]), .attribute(.string("ours"))])
    }
}
