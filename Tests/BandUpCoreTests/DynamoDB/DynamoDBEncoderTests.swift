import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct DynamoDBEncoderTests {
    private struct One<Value: Encodable>: Encodable {
        let value: Value
    }

    private enum Level: String, Encodable { case easy = "EASY" }
    private enum Rank: Int, Encodable { case second = 2 }
    private enum Outcome: Encodable { case pending, scored(band: Double, by: String) }

    private func json(_ value: some Encodable) throws -> String {
        text(try DynamoDBEncoder().encode(One(value: value)))
    }

    @Test("scalars have their DynamoDB types")
    func scalars() throws {
        #expect(try json("a") == #"{"value":{"S":"a"}}"#)
        #expect(try json("") == #"{"value":{"S":""}}"#)
        #expect(try json(true) == #"{"value":{"BOOL":true}}"#)
        #expect(try json(false) == #"{"value":{"BOOL":false}}"#)
        #expect(try json(Data([0, 255])) == #"{"value":{"B":"AP8="}}"#)
        #expect(try json(Level.easy) == #"{"value":{"S":"EASY"}}"#)
        #expect(try json(Rank.second) == #"{"value":{"N":"2"}}"#)
        let id = UUID()
        #expect(try json(id) == #"{"value":{"S":"\#(id.uuidString)"}}"#)
        let url = try #require(URL(string: "s3://bucket/a%20b?c=d"))
        #expect(try json(url) == #"{"value":{"S":"s3://bucket/a%20b?c=d"}}"#)
    }

    @Test("numbers are written exactly")
    func numbers() throws {
        #expect(try json(Int.min) == #"{"value":{"N":"-9223372036854775808"}}"#)
        #expect(try json(UInt64.max) == #"{"value":{"N":"18446744073709551615"}}"#)
        #expect(try json(Int8(-128)) == #"{"value":{"N":"-128"}}"#)
        #expect(try json(UInt16(65535)) == #"{"value":{"N":"65535"}}"#)
        #expect(try json(7.0) == #"{"value":{"N":"7"}}"#)
        #expect(try json(0.1) == #"{"value":{"N":"0.1"}}"#)
        #expect(try json(-0.0) == #"{"value":{"N":"0"}}"#)
        #expect(try json(Float(0.1)) == #"{"value":{"N":"0.1"}}"#)
        #expect(try json(1e21) == #"{"value":{"N":"1e+21"}}"#)
        let decimal = try #require(Decimal(string: "0.12345678901234567890123456789012345678"))
        #expect(try json(decimal) == #"{"value":{"N":"0.12345678901234567890123456789012345678"}}"#)
        #expect(try json(AttributeValue.number("1.50E+3")) == #"{"value":{"N":"1.50E+3"}}"#)
    }

    @Test(
        "a number that DynamoDB cannot hold is an error that names its path",
        arguments: [Double.nan, .infinity, -.infinity, 1e126, 1e-131])
    func refusedNumbers(number: Double) throws {
        let error = #expect(throws: EncodingError.self) { try json([0, number]) }
        guard case .invalidValue(_, let context)? = error else { return }
        #expect(context.codingPath.map(\.stringValue) == ["value", "Index 1"])
    }

    @Test("a 128-bit integer, which no record has, and a Decimal of 39 digits are errors")
    func refusedWideNumbers() throws {
        #expect(throws: EncodingError.self) { try json(UInt128(7)) }
        #expect(throws: EncodingError.self) { try json(Decimal.nan) }
        let long = try #require(Decimal(string: "200000000000000000000000000000000000001"))
        #expect(throws: EncodingError.self) { try json(long) }
    }

    @Test("a date is a number of seconds, as time to live wants it")
    func dates() throws {
        let date = Date(timeIntervalSince1970: 1_790_000_000.25)
        #expect(try json(date) == #"{"value":{"N":"1790000000.25"}}"#)
        #expect(try json(Date(timeIntervalSince1970: 1_790_000_000)) == #"{"value":{"N":"1790000000"}}"#)
    }

    @Test("strings are escaped as JSON wants it and otherwise left as they are")
    func escapes() throws {
        #expect(
            try json("\"\\/\n\r\t\u{8}\u{0}\u{1F}\u{7F}é😀\u{2028}")
                == "{\"value\":{\"S\":\"\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001f\u{7F}é😀\u{2028}\"}}")
        #expect(text(try DynamoDBEncoder().encode(["a\"b": 1])) == #"{"a\"b":{"N":"1"}}"#)
    }

    @Test("every position of a character to escape is found", arguments: 0..<40)
    func escapePositions(position: Int) throws {
        let lead = String(repeating: "x", count: position)
        #expect(try json(lead + "\"" + lead) == "{\"value\":{\"S\":\"\(lead)\\\"\(lead)\"}}")
    }

    @Test("an absent optional is left out, an explicit nil is NULL")
    func optionals() throws {
        struct Optionals: Encodable {
            var absent: String?
            var present: String? = "p"
            var list: [Int?] = [1, nil]
        }
        #expect(
            text(try DynamoDBEncoder().encode(Optionals()))
                == #"{"present":{"S":"p"},"list":{"L":[{"N":"1"},{"NULL":true}]}}"#)
        #expect(try json(Int?.none) == #"{"value":{"NULL":true}}"#)
        #expect(text(try DynamoDBEncoder().encodeAttributeJSON(Int?.none)) == #"{"NULL":true}"#)
    }

    @Test("maps, lists and enums with associated values nest")
    func nesting() throws {
        #expect(try json([[1], []]) == #"{"value":{"L":[{"L":[{"N":"1"}]},{"L":[]}]}}"#)
        #expect(try json(["k": ["l": true]]) == #"{"value":{"M":{"k":{"M":{"l":{"BOOL":true}}}}}}"#)
        #expect(try json([String: Int]()) == #"{"value":{"M":{}}}"#)
        #expect(try json(Outcome.pending) == #"{"value":{"M":{"pending":{"M":{}}}}}"#)
        #expect(
            try json([Outcome.scored(band: 6.5, by: "m"), .pending])
                == #"{"value":{"L":[{"M":{"scored":{"M":{"band":{"N":"6.5"},"by":{"S":"m"}}}}},{"M":{"pending":{"M":{}}}}]}}"#
        )
    }

    @Test("only a map is an item")
    func roots() throws {
        #expect(throws: EncodingError.self) { try DynamoDBEncoder().encode([1]) }
        #expect(throws: EncodingError.self) { try DynamoDBEncoder().encode("a") }
        #expect(throws: EncodingError.self) { try DynamoDBEncoder().encode(AttributeValue.null) }
        #expect(text(try DynamoDBEncoder().encode([String: Int]())) == "{}")
        #expect(throws: EncodingError.self) { try DynamoDBEncoder().encode(AttributeValue.map(["a": .null])) }
        #expect(text(try DynamoDBEncoder().encode(["a": AttributeValue.null])) == #"{"a":{"NULL":true}}"#)
        #expect(text(try DynamoDBEncoder().encodeAttributeJSON([1])) == #"{"L":[{"N":"1"}]}"#)
    }

    @Test("an AttributeValue passes through, also as a part of a type")
    func passThrough() throws {
        struct Holder: Encodable {
            let kept: AttributeValue
            let item: DynamoDBItem
        }
        let kept = AttributeValue.list([.number("1.0"), .map(["b": .binary(Data([1]))])])
        #expect(
            text(try DynamoDBEncoder().encode(Holder(kept: kept, item: ["n": .list([.number("2")])])))
                == #"{"kept":{"L":[{"N":"1.0"},{"M":{"b":{"B":"AQ=="}}}]},"item":{"M":{"n":{"L":[{"N":"2"}]}}}}"#
        )
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(kept) }
    }

    @Test("an item knows where each of its attributes lies, whatever wrote them")
    func attributes() throws {
        struct Nested: Encodable {
            let first = "a, \"b\""
            let outcomes = [Outcome.scored(band: 6.5, by: "m")]
            let pending = Outcome.pending
            let scored = Outcome.scored(band: 7, by: "n")
            let absent: Int? = nil
            let empty: [String: Int] = [:]
            let last = 1
        }
        let item = try DynamoDBEncoder().item(Nested())
        #expect(item.attributes.map(\.name) == ["first", "outcomes", "pending", "scored", "empty", "last"])
        let joined = item.attributes.map { "\"\($0.name)\":\(text(Data($0.json)))" }.joined(separator: ",")
        #expect("{\(joined)}" == text(item.data))
        #expect(text(item.data) == text(try DynamoDBEncoder().encode(Nested())))
        #expect(text(Data(item.attributes[2].json)) == #"{"M":{"pending":{"M":{}}}}"#)
        #expect(try DynamoDBEncoder().item([String: Int]()).attributes.isEmpty)
        #expect(try DynamoDBEncoder().item(ByHand()).attributes.map(\.name) == ["left", "right", "end"])
    }

    /// Two containers that are open together, one of them empty at the end of its value.
    private struct ByHand: Encodable {
        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: DynamoDBPathKey.self)
            var left = outer.nestedContainer(keyedBy: DynamoDBPathKey.self, forKey: .name("left"))
            _ = outer.nestedUnkeyedContainer(forKey: .name("right"))
            try outer.encode(1, forKey: .name("end"))
            try left.encode("x", forKey: .name("inner"))
        }
    }

    @Test("64 levels are written, the 65th is an error")
    func depth() throws {
        func nested(_ levels: Int) -> AttributeValue {
            (1..<levels).reduce(AttributeValue.list([])) { inner, _ in .list([inner]) }
        }
        let encoder = DynamoDBEncoder()
        for value in [nested(64), .map(["a": nested(63)])] {
            let json = try encoder.encodeAttributeJSON(Plainly(value))
            #expect(json == (try encoder.encodeAttributeJSON(value)))
            #expect(json == (try DynamoDBJSONWriter.json(of: value)))
            #expect(try DynamoDBJSONReader.attribute(from: json) == value)
        }
        #expect(throws: EncodingError.self) { try encoder.encodeAttributeJSON(Plainly(nested(65))) }
        #expect(throws: EncodingError.self) { try encoder.encodeAttributeJSON(nested(65)) }
        #expect(throws: EncodingError.self) { try encoder.encode(["a": nested(64)]) }
        #expect(throws: EncodingError.self) { try encoder.encodeAttributeJSON(Plainly(nested(10_000))) }
        #expect(throws: DecodingError.self) {
            let brackets = String(repeating: "{\"L\":[", count: 65) + String(repeating: "]}", count: 65)
            return try DynamoDBJSONReader.attribute(from: Data(brackets.utf8))
        }
    }
}
