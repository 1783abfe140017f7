@testable import BandUpCore
import Base
import Foundation
import Testing

@Suite struct DynamoDBSetTests {
    private enum Level: String, Codable { case easy = "EASY", hard = "HARD" }
    private enum Rank: Int, Codable { case first = 1, second }
    private struct Point: Codable, Hashable { var x: Int }
    private struct Tags: Codable, Hashable {
        var set: Set<String>
        init(_ set: Set<String>) { self.set = set }
        init(from decoder: any Decoder) throws { set = try decoder.singleValueContainer().decode(Set<String>.self) }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(set)
        }
    }

    private func roundTrip<Element: Codable & Hashable>(_ set: Set<Element>) throws -> JSONValue {
        let json = try DynamoDBEncoder().encodeAttributeJSON(set)
        #expect(try DynamoDBDecoder().decodeAttribute(Set<Element>.self, from: json) == set)
        return try comparable(json)
    }

    @Test("sets of what is S, N or B by itself are DynamoDB's sets")
    func kinds() throws {
        #expect(try roundTrip(["a", "b"] as Set) == ["SS": ["a", "b"]])
        #expect(try roundTrip([3, -1] as Set) == ["NS": ["-1", "3"]])
        #expect(try roundTrip([0.5, 2] as Set<Double>) == ["NS": ["0.5", "2"]])
        #expect(try roundTrip([Decimal(5)] as Set) == ["NS": ["5"]])
        #expect(try roundTrip([DynamoDBNumber.parsed("1.50")] as Set) == ["NS": ["1.50"]])
        #expect(try roundTrip([Data([1]), Data([2, 3])] as Set) == ["BS": ["AQ==", "AgM="]])
        #expect(try roundTrip([Level.easy, .hard] as Set) == ["SS": ["EASY", "HARD"]])
        #expect(try roundTrip([Rank.first, .second] as Set) == ["NS": ["1", "2"]])
        #expect(try roundTrip([Date(timeIntervalSince1970: 5)] as Set) == ["NS": ["5"]])
        let id = UUID()
        #expect(try roundTrip([id] as Set) == ["SS": [.string(id.uuidString)]])
    }

    @Test("a set of anything else is a list")
    func lists() throws {
        #expect(try roundTrip([Point(x: 1)] as Set) == ["L": [["M": ["x": ["N": "1"]]]]])
        #expect(try roundTrip([true] as Set) == ["L": [["BOOL": true]]])
        #expect(try roundTrip([["a"]] as Set<[String]>) == ["L": [["L": [["S": "a"]]]]])
        #expect(try roundTrip([["a"]] as Set<Set<String>>) == ["L": [["SS": ["a"]]]])
        #expect(try roundTrip([.string("a")] as Set<AttributeValue>) == ["L": [["S": "a"]]])
        #expect(try roundTrip([Point(x: 1), Point(x: 2), Point(x: 3)] as Set)["L"] != nil)
    }

    @Test("a set of both strings and numbers is an error")
    func mixed() {
        enum Mixed: Encodable, Hashable {
            case text, number
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                if self == .text { try container.encode("a") } else { try container.encode(1) }
            }
        }
        #expect(throws: EncodingError.self) {
            try DynamoDBEncoder().encodeAttributeJSON([.text, .number] as Set<Mixed>)
        }
    }

    private struct Sets: Codable, Equatable {
        var before = 1
        var strings: Set<String> = []
        var levels: Set<Level> = []
        var tags = Tags([])
        var after = 2
    }

    private struct OptionalSets: Codable, Equatable {
        var set: Set<Int>?
    }

    @Test("an empty set is left out of a map and is NULL in a list")
    func empty() throws {
        let json = try DynamoDBEncoder().encode(Sets())
        #expect(text(json) == #"{"before":{"N":"1"},"after":{"N":"2"}}"#)
        #expect(text(try DynamoDBEncoder().encode(["a": Set<Int>()])) == "{}")
        #expect(
            text(try DynamoDBEncoder().encodeAttributeJSON([Set<Int>(), [1], []]))
                == #"{"L":[{"NULL":true},{"NS":["1"]},{"NULL":true}]}"#)
        #expect(text(try DynamoDBEncoder().encodeAttributeJSON(Set<Data>())) == #"{"NULL":true}"#)
        #expect(
            text(try DynamoDBEncoder().encodeAttributeJSON([[]] as Set<Set<Int>>)) == #"{"L":[{"NULL":true}]}"#)
    }

    @Test("an empty set leaves room for its name")
    func nameAfterEmptySet() throws {
        struct Twice: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: DynamoDBPathKey.self)
                for index in 0..<40 { try container.encode(Set([index]), forKey: .name("n\(index)")) }
                try container.encode(Set<Int>(), forKey: .name("again"))
                try container.encode(5, forKey: .name("again"))
            }
        }
        let item = try DynamoDBEncoder().encodeItem(Twice())
        #expect(item["again"] == .number("5") && item.count == 41)
    }

    @Test("a missing or NULL attribute is read as an empty set, an optional one as nil")
    func readingEmpty() throws {
        struct Plain: Codable, Equatable {
            var strings: Set<String>
            var levels: Set<Level>
        }
        let decoder = DynamoDBDecoder()
        #expect(try decoder.decode(Plain.self, from: Data("{}".utf8)) == Plain(strings: [], levels: []))
        #expect(
            try decoder.decode(Plain.self, from: ["strings": .null, "levels": .list([])])
                == Plain(strings: [], levels: []))
        #expect(try decoder.decode(OptionalSets.self, from: Data("{}".utf8)) == OptionalSets(set: nil))
        #expect(try decoder.decodeAttribute([Set<Int>].self, from: .list([.null, .numberSet(["1"])])) == [[], [1]])
    }

    @Test("an array can be read from a set, and a set from a list")
    func lenientReading() throws {
        let decoder = DynamoDBDecoder()
        #expect(try decoder.decodeAttribute([Int].self, from: .numberSet(["1"])) == [1])
        #expect(try decoder.decodeAttribute(Set<String>.self, from: .list([.string("a"), .string("a")])) == ["a"])
    }

    @Test("an empty set in an AttributeValue is an error")
    func emptyAttributeValue() {
        for value in [AttributeValue.stringSet([]), .numberSet([]), .binarySet([])] {
            #expect(throws: EncodingError.self) { try DynamoDBJSONWriter.json(of: value) }
            #expect(throws: EncodingError.self) { try DynamoDBEncoder().encode(["a": value]) }
        }
    }
}
