import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct DynamoDBDecoderTests {
    private let decoder = DynamoDBDecoder()

    private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
        try decoder.decodeAttribute(type, from: Data(json.utf8))
    }

    @Test("numbers are read exactly, whole ones in any form")
    func numbers() throws {
        #expect(try decode(Int.self, #"{"N":"-9223372036854775808"}"#) == .min)
        #expect(try decode(UInt64.self, #"{"N":"18446744073709551615"}"#) == .max)
        #expect(try decode(Int.self, #"{"N":"5.0"}"#) == 5)
        #expect(try decode(Int.self, #"{"N":"12E+2"}"#) == 1200)
        #expect(try decode(UInt8.self, #"{"N":"0"}"#) == 0)
        #expect(try decode(Double.self, #"{"N":"6.5"}"#) == 6.5)
        #expect(try decode(Float.self, #"{"N":"0.1"}"#) == 0.1)
        #expect(try decode(Double.self, #"{"N":"1E+125"}"#) == 1e125)
        let digits = "0.12345678901234567890123456789012345678"
        #expect(try decode(AttributeValue.self, #"{"N":"\#(digits)"}"#) == .number(digits))
        #expect(try decode(Decimal.self, #"{"N":"\#(digits)"}"#).description == digits)
    }

    @Test(
        "a number that does not fit is an error",
        arguments: [
            #"{"N":"128"}"#, #"{"N":"-129"}"#, #"{"N":"1.5"}"#, #"{"N":"1E+30"}"#, #"{"N":"99999999999999999999"}"#,
        ])
    func misfits(json: String) {
        #expect(throws: DecodingError.self) { try decode(Int8.self, json) }
    }

    @Test("a Float too small for the number, and a Decimal without room for its exponent, are errors")
    func narrowTypes() {
        #expect(throws: DecodingError.self) { try decode(Float.self, #"{"N":"1E+50"}"#) }
        #expect(throws: DecodingError.self) { try decode(Decimal.self, #"{"N":"1.5E-130"}"#) }
    }

    @Test("scalars are read back")
    func scalars() throws {
        #expect(
            try decode(String.self, #"{"S":"a\u0041\n\"\\\/\b\f\r\té😀\uD83D\uDE00"}"#) == "aA\n\"\\/\u{8}\u{C}\r\té😀😀")
        #expect(try decode(Bool.self, #"{"BOOL":false}"#) == false)
        #expect(try decode(Data.self, #"{"B":"AP8="}"#) == Data([0, 255]))
        #expect(try decode(Data.self, #"{"B":"AP8\u003d"}"#) == Data([0, 255]))
        #expect(try decode(URL.self, #"{"S":"https://a/b"}"#).absoluteString == "https://a/b")
        let id = UUID()
        #expect(try decode(UUID.self, #"{"S":"\#(id.uuidString)"}"#) == id)
        #expect(try decode(Int?.self, #"{"NULL":true}"#) == nil)
        #expect(try decode([Int?].self, " { \"L\" : [ {\"N\":\"1\"} ,\t{\"NULL\":true}\r\n] } ") == [1, nil])
    }

    @Test("a date is read from seconds")
    func dates() throws {
        #expect(try decode(Date.self, #"{"N":"1790000000.25"}"#) == Date(timeIntervalSince1970: 1_790_000_000.25))
        #expect(throws: DecodingError.self) { try decode(Date.self, #"{"S":"yesterday"}"#) }
    }

    private struct Inner: Codable { let band: Double }
    private struct Outer: Codable { let list: [Inner]; let name: String }

    @Test("a wrong type is an error with the path and both types")
    func mismatch() throws {
        let item: DynamoDBItem = [
            "name": .string("n"), "list": .list([.map(["band": .number("1")]), .map(["band": .string("secret")])]),
        ]
        let error = #expect(throws: DecodingError.self) { try decoder.decode(Outer.self, from: item) }
        guard case .typeMismatch(let type, let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect("\(type)" == "Double")
        #expect(context.codingPath.map(\.stringValue) == ["list", "Index 1", "band"])
        #expect(context.codingPath.map(\.intValue) == [nil, 1, nil])
        #expect(context.debugDescription == "Expected N, found S.")
    }

    @Test("a missing key and a NULL are told apart")
    func missing() throws {
        let missing = #expect(throws: DecodingError.self) {
            try decoder.decode(Outer.self, from: ["list": .list([.map([:])])])
        }
        guard case .keyNotFound(let key, let context)? = missing else {
            Issue.record("\(String(describing: missing))")
            return
        }
        #expect(key.stringValue == "band" && context.codingPath.map(\.stringValue) == ["list", "Index 0"])

        let null = #expect(throws: DecodingError.self) { try decoder.decode(Outer.self, from: ["list": .null]) }
        guard case .valueNotFound(_, let context)? = null else {
            Issue.record("\(String(describing: null))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["list"])
    }

    @Test("reading beyond the end of a list is an error, and a failed element can be read again as something else")
    func lists() throws {
        struct Two: Decodable {
            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                #expect(throws: DecodingError.self) { try list.decode(Int.self) }
                #expect(list.currentIndex == 0)
                #expect(try list.decode(String.self) == "a")
                #expect(throws: DecodingError.self) { try list.decodeNil() }
                _ = try list.decode(String.self)
            }
        }
        let error = #expect(throws: DecodingError.self) { try decode(Two.self, #"{"L":[{"S":"a"}]}"#) }
        guard case .valueNotFound(_, let context)? = error else { return }
        #expect(context.codingPath.map(\.intValue) == [1])
    }

    @Test("attributes are found in any order, many or few, escaped or not")
    func order() throws {
        struct Three: Decodable, Equatable {
            let a: Int
            let b: Int
            let c: Int?
        }
        #expect(
            try decoder.decode(Three.self, from: Data(#"{"c":{"N":"3"},"b":{"N":"2"},"a":{"N":"1"}}"#.utf8))
                == .init(a: 1, b: 2, c: 3))
        #expect(
            try decoder.decode(Three.self, from: Data(#"{"\u0062":{"N":"2"},"x":{"L":[{"M":{}}]},"a":{"N":"1"}}"#.utf8))
                == .init(a: 1, b: 2, c: nil))
        let many = Dictionary(uniqueKeysWithValues: (0..<500).map { ("key \($0)", $0) })
        #expect(try decoder.decode([String: Int].self, from: DynamoDBEncoder().encode(many)) == many)
    }

    @Test("types come back from what was written")
    func roundTrip() throws {
        let original = Evaluation.sample
        let json = try DynamoDBEncoder().encode(original)
        #expect(try decoder.decode(Evaluation.self, from: json) == original)
        #expect(try decoder.decode(Evaluation.self, from: ScannedItem(json: json).attributes()) == original)
    }

    @Test("an AttributeValue is taken as it is, and is no other coder's affair")
    func passThrough() throws {
        let value = AttributeValue.map([
            "s": .string("a"), "n": .number("1.50"), "b": .binary(Data([1])), "t": .bool(true), "z": .null,
            "l": .list([.number("1")]),
        ])
        #expect(try decoder.decodeAttribute(AttributeValue.self, from: value) == value)
        #expect(try decoder.decodeAttribute([String: AttributeValue].self, from: value)["n"] == .number("1.50"))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(AttributeValue.self, from: Data("{}".utf8)) }
    }

    @Test("several types take their parts of one scanned item, also at the same time")
    func parts() async throws {
        struct Left: Decodable, Equatable { let a: Int, b: String }
        struct Right: Decodable, Equatable { let c: [Int], b: String }
        let item = try ScannedItem(
            json: Data(#"{"c":{"L":[{"N":"1"},{"N":"2"}]},"b":{"S":"x"},"a":{"N":"3"}}"#.utf8))
        #expect(item["a"] == .number("3") && item["d"] == nil)
        #expect(try item.decode(ScannedItem.self) == item)
        let areWhole = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { try item.decode(Left.self) == Left(a: 3, b: "x") }
                group.addTask { try item.decode(Right.self) == Right(c: [1, 2], b: "x") }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
        #expect(areWhole)
    }
}
