import Base
import Testing

@testable import BandUpCore

/// Each type that a container names for itself, at its limits: written and read one by one, in a list, under a name and
/// as the value itself.
@Suite("DynamoDB primitives") struct DynamoDBPrimitiveTests {
    private struct Listed: Codable, Equatable {
        var isTrue = true
        var text = "é"
        var double = -1.5
        var float = Float(0.25)
        var integers: [Int128] = []

        static let whole = Listed(integers: [
            Int128(Int.min), Int128(Int8.min), Int128(Int16.min), Int128(Int32.min), Int128(Int64.min),
            Int128(UInt.max), Int128(UInt8.max), Int128(UInt16.max), Int128(UInt32.max), Int128(UInt64.max),
        ])

        init(integers: [Int128]) { self.integers = integers }

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            isTrue = try list.decode(Bool.self)
            text = try list.decode(String.self)
            double = try list.decode(Double.self)
            float = try list.decode(Float.self)
            integers = [
                Int128(try list.decode(Int.self)), Int128(try list.decode(Int8.self)),
                Int128(try list.decode(Int16.self)), Int128(try list.decode(Int32.self)),
                Int128(try list.decode(Int64.self)),
                Int128(try list.decode(UInt.self)), Int128(try list.decode(UInt8.self)),
                Int128(try list.decode(UInt16.self)), Int128(try list.decode(UInt32.self)),
                Int128(try list.decode(UInt64.self)),
            ]
            guard try list.decodeNil(), list.isAtEnd else { throw JSONFault() }
        }

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(isTrue)
            try list.encode(text)
            try list.encode(double)
            try list.encode(float)
            try list.encode(Int.min)
            try list.encode(Int8.min)
            try list.encode(Int16.min)
            try list.encode(Int32.min)
            try list.encode(Int64.min)
            try list.encode(UInt.max)
            try list.encode(UInt8.max)
            try list.encode(UInt16.max)
            try list.encode(UInt32.max)
            try list.encode(UInt64.max)
            try list.encodeNil()
        }

        struct JSONFault: Error {}
    }

    private struct Named: Codable, Equatable {
        var isTrue = true
        var text = "é"
        var double = -1.5
        var float = Float(0.25)
        var int = Int.min
        var int8 = Int8.min
        var int16 = Int16.min
        var int32 = Int32.min
        var int64 = Int64.min
        var uint = UInt.max
        var uint8 = UInt8.max
        var uint16 = UInt16.max
        var uint32 = UInt32.max
        var uint64 = UInt64.max
    }

    @Test("every primitive goes through a list")
    func list() throws {
        let json = try DynamoDBEncoder().encodeAttributeJSON(Listed.whole)
        #expect(try DynamoDBDecoder().decodeAttribute(Listed.self, from: json) == .whole)
        guard case .list(let elements) = try DynamoDBJSONReader.attribute(from: json) else {
            Issue.record("not a list")
            return
        }
        #expect(
            elements.prefix(5) == [.bool(true), .string("é"), .number("-1.5"), .number("0.25"), .number("\(Int.min)")])
        #expect(elements.last == .null)
    }

    @Test("every primitive goes under a name")
    func named() throws {
        let json = try DynamoDBEncoder().encode(Named())
        #expect(try DynamoDBDecoder().decode(Named.self, from: json) == Named())
        #expect(try ScannedItem(json: json)["uint64"] == .number("18446744073709551615"))
    }

    @Test("every primitive is an attribute by itself")
    func single() throws {
        func roundTrip<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
            let json = try DynamoDBEncoder().encodeAttributeJSON(value)
            return try DynamoDBDecoder().decodeAttribute(Value.self, from: json) == value
        }
        #expect(try roundTrip(true) && roundTrip("é") && roundTrip(-1.5) && roundTrip(Float(0.25)))
        #expect(try roundTrip(Int.min) && roundTrip(Int8.min) && roundTrip(Int16.min) && roundTrip(Int32.min))
        #expect(try roundTrip(Int64.min) && roundTrip(UInt.max) && roundTrip(UInt8.max))
        #expect(try roundTrip(UInt16.max) && roundTrip(UInt32.max) && roundTrip(UInt64.max))
    }

    @Test("a number that does not fit its type is refused, wherever it stands")
    func overflow() throws {
        let number = AttributeValue.number("256")
        #expect(throws: DecodingError.self) { try DynamoDBDecoder().decodeAttribute(UInt8.self, from: number) }
        #expect(throws: DecodingError.self) {
            try DynamoDBDecoder().decodeAttribute([UInt8].self, from: .list([number]))
        }
        #expect(throws: DecodingError.self) {
            try DynamoDBDecoder().decodeAttribute([String: Int8].self, from: .map(["a": number]))
        }
    }
}
