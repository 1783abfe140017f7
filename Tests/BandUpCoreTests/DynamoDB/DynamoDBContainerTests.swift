import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct DynamoDBContainerTests {
    private typealias Key = DynamoDBPathKey

    private struct ByHand: Encodable {
        let body: @Sendable (any Encoder) throws -> Void
        func encode(to encoder: any Encoder) throws { try body(encoder) }
    }

    private func json(_ body: @escaping @Sendable (any Encoder) throws -> Void) throws -> String {
        text(try DynamoDBEncoder().encode(ByHand(body: body)))
    }

    @Test("containers that are open together keep their contents apart")
    func interleaved() throws {
        let json = try json { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            var left = outer.nestedContainer(keyedBy: Key.self, forKey: .name("left"))
            var right = outer.nestedUnkeyedContainer(forKey: .name("right"))
            try left.encode(1, forKey: .name("a"))
            try right.encode("r")
            try outer.encode(true, forKey: .name("last"))
            var deep = right.nestedContainer(keyedBy: Key.self)
            try left.encode(2, forKey: .name("b"))
            try deep.encode(3, forKey: .name("c"))
            try right.encodeNil()
            #expect(right.count == 3)
        }
        #expect(
            json
                == #"{"left":{"M":{"a":{"N":"1"},"b":{"N":"2"}}},"right":{"L":[{"S":"r"},{"M":{"c":{"N":"3"}}},{"NULL":true}]},"last":{"BOOL":true}}"#
        )
    }

    @Test("a nested container asked for twice is one")
    func reopened() throws {
        let json = try json { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedContainer(keyedBy: Key.self, forKey: .name("meta"))
            try first.encode(1, forKey: .name("a"))
            var again = outer.nestedContainer(keyedBy: Key.self, forKey: .name("meta"))
            try again.encode(2, forKey: .name("b"))
        }
        #expect(json == #"{"meta":{"M":{"a":{"N":"1"},"b":{"N":"2"}}}}"#)
    }

    @Test("a class and its superclass share one map or use a super encoder")
    func inheritance() throws {
        class Base: Codable {
            var id = "b"
        }
        final class Derived: Base {
            var extra = 1
            var viaSuper = true
            enum CodingKeys: String, CodingKey { case extra }

            init(viaSuper: Bool) {
                self.viaSuper = viaSuper
                super.init()
            }

            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                extra = try container.decode(Int.self, forKey: .extra)
                try super.init(from: container.superDecoder())
            }

            override func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try super.encode(to: viaSuper ? container.superEncoder() : encoder)
                try container.encode(extra, forKey: .extra)
            }
        }
        let json = try DynamoDBEncoder().encode(Derived(viaSuper: true))
        #expect(text(json) == #"{"super":{"M":{"id":{"S":"b"}}},"extra":{"N":"1"}}"#)
        #expect(try DynamoDBDecoder().decode(Derived.self, from: json).id == "b")
        #expect(
            text(try DynamoDBEncoder().encode(Derived(viaSuper: false))) == #"{"id":{"S":"b"},"extra":{"N":"1"}}"#)
    }

    @Test("a super encoder takes any kind of value, and what encodes nothing is an empty map")
    func superEncoders() throws {
        let json = try json { encoder in
            var outer = encoder.container(keyedBy: Key.self)
            try "s".encode(to: outer.superEncoder(forKey: .name("scalar")))
            try [1].encode(to: outer.superEncoder(forKey: .name("list")))
            _ = outer.superEncoder(forKey: .name("nothing"))
            try outer.encode(ByHand { _ in }, forKey: .name("empty"))
            var list = outer.nestedUnkeyedContainer(forKey: .name("supers"))
            try true.encode(to: list.superEncoder())
        }
        #expect(
            json
                == #"{"scalar":{"S":"s"},"list":{"L":[{"N":"1"}]},"nothing":{"M":{}},"empty":{"M":{}},"supers":{"L":[{"BOOL":true}]}}"#
        )
    }

    @Test("a name that is written twice is an error, in small maps and large ones", arguments: [2, 31, 32, 33, 200])
    func repeatedNames(count: Int) throws {
        #expect(throws: EncodingError.self) {
            try json { encoder in
                var container = encoder.container(keyedBy: Key.self)
                for index in 1..<count { try container.encode(index, forKey: .name("n\(index)")) }
                try container.encode(0, forKey: .name("n1"))
            }
        }
        let names = try json { encoder in
            var container = encoder.container(keyedBy: Key.self)
            for index in 0..<count { try container.encode(["n\(index)": index], forKey: .name("n\(index)")) }
        }
        #expect(try DynamoDBJSONReader.item(from: Data(names.utf8)).count == count)
    }

    @Test("an error is not lost, even if encode(to:) catches it")
    func caughtErrors() throws {
        #expect(throws: EncodingError.self) {
            try json { encoder in
                var container = encoder.container(keyedBy: Key.self)
                try? container.encode([Double.nan], forKey: .name("a"))
            }
        }
    }

    @Test("containers of two kinds for one value are an error")
    func mixedContainers() throws {
        #expect(throws: EncodingError.self) {
            try json { encoder in
                _ = encoder.container(keyedBy: Key.self)
                _ = encoder.unkeyedContainer()
            }
        }
        #expect(throws: EncodingError.self) {
            try DynamoDBEncoder().encodeAttributeJSON(
                ByHand { encoder in
                    var container = encoder.singleValueContainer()
                    try container.encode(1)
                    try container.encode(2)
                })
        }
    }

    @Test("nested containers read what nested containers wrote")
    func reading() throws {
        struct Reader: Decodable {
            let sum: Int

            init(from decoder: any Decoder) throws {
                let outer = try decoder.container(keyedBy: Key.self)
                let map = try outer.nestedContainer(keyedBy: Key.self, forKey: .name("map"))
                var list = try outer.nestedUnkeyedContainer(forKey: .name("list"))
                let first = try list.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .name("a"))
                var inner = try list.nestedUnkeyedContainer()
                let second = try inner.decode(Int.self)
                #expect(try list.decodeNil())
                #expect(list.isAtEnd && list.currentIndex == 3)
                sum = try first + second + map.decode(Int.self, forKey: .name("b"))
            }
        }
        let json =
            #"{"list":{"L":[{"M":{"a":{"N":"1"}}},{"L":[{"N":"2"}]},{"NULL":true}]},"map":{"M":{"b":{"N":"4"}}}}"#
        #expect(try DynamoDBDecoder().decode(Reader.self, from: Data(json.utf8)).sum == 7)
    }
}
