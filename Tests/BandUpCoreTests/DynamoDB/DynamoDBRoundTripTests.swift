import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

/// Random trees, the same ones in every run.
@Suite struct DynamoDBRoundTripTests {
    @Test("random items come through every way of writing and reading unchanged", arguments: 0..<8)
    func roundTrip(seed: UInt64) throws {
        var random = RandomAttributes(generator: SeededGenerator(seed: seed))
        for _ in 0..<40 {
            let value = random.value(depth: 5)
            let plain = try DynamoDBEncoder().encodeAttributeJSON(Plainly(value))
            let written = try DynamoDBJSONWriter.json(of: value)
            // JSON in the eyes of another reader, and the same from both writers.
            #expect(try comparable(plain) == comparable(written))
            #expect(try DynamoDBJSONReader.attribute(from: plain) == value)
            #expect(try DynamoDBJSONReader.attribute(from: written) == value)

            try Compared.$expected.withValue(value) {
                _ = try DynamoDBDecoder().decodeAttribute(Compared.self, from: plain)
                _ = try DynamoDBDecoder().decodeAttribute(Compared.self, from: written)
            }
        }
    }

    @Test("damaged text is refused or read, never a crash", arguments: 0..<4)
    func damaged(seed: UInt64) throws {
        var random = RandomAttributes(generator: SeededGenerator(seed: seed))
        var refused = 0
        for _ in 0..<60 {
            let json = [UInt8](try DynamoDBJSONWriter.json(of: random.value(depth: 3)))
            for _ in 0..<20 {
                let damaged = Data(random.damage(json))
                do {
                    let value = try DynamoDBJSONReader.attribute(from: damaged)
                    #expect(try DynamoDBJSONReader.attribute(from: DynamoDBJSONWriter.json(of: value)) == value)
                } catch is DecodingError {
                    refused += 1
                }
            }
        }
        #expect(refused > 0)
    }
}

private struct RandomAttributes {
    var generator: SeededGenerator

    mutating func value(depth: Int) -> AttributeValue {
        switch Int.random(in: 0..<(depth > 0 ? 11 : 5), using: &generator) {
        case 0: .string(string())
        case 1: .number(number())
        case 2: .binary(data())
        case 3: .bool(Bool.random(using: &generator))
        case 4: .null
        case 5...7: .list((0..<count()).map { _ in value(depth: depth - 1) })
        default:
            .map(Dictionary((0..<count()).map { _ in (string(), value(depth: depth - 1)) }) { first, _ in first })
        }
    }

    private mutating func count() -> Int {
        Int.random(in: 1...100, using: &generator) == 1 ? 40 : Int.random(in: 0...5, using: &generator)
    }

    private mutating func string() -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "c", "x", "1", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "ß", "試",
            "\u{FFFD}",
            "\u{FFFF}", "😀", "\u{10FFFF}", "\u{2028}",
        ]
        let length = Int.random(in: 0..<24, using: &generator)
        return String(
            String.UnicodeScalarView((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" }))
    }

    private mutating func number() -> String {
        let digits = (0..<Int.random(in: 1...38, using: &generator)).map { _ in
            String(Int.random(in: 0...9, using: &generator))
        }
        let sign = Bool.random(using: &generator) ? "-" : ""
        let point = Int.random(in: 1...digits.count, using: &generator)
        let fraction = digits[point...].joined()
        let exponent = Bool.random(using: &generator) ? "E\(Int.random(in: -80...80, using: &generator))" : ""
        return sign + digits[..<point].joined() + (fraction.isEmpty ? "" : ".\(fraction)") + exponent
    }

    private mutating func data() -> Data {
        Data((0..<Int.random(in: 0..<12, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let position = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.removeSubrange(position...)
        case 1: bytes.remove(at: position)
        case 2: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        default: bytes.insert(contentsOf: bytes[..<position].suffix(9), at: position)
        }
        return bytes
    }
}
