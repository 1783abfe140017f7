@testable import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@Suite struct DynamoDBNumberTests {
    @Test(
        "what is a number in DynamoDB's range is taken digit for digit",
        arguments: [
            "0", "-0", "007", "1.50", "-0.001", "1E+10", "1e-7", "1E5", "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456780000", "0.00000000000000000000000000000000000000000012",
            "9.9999999999999999999999999999999999999E+125", "1E-130", "0E+999999999999999999999",
        ])
    func takes(text: String) {
        #expect(DynamoDBNumber(text)?.text == text)
        #expect(DecimalText(text.utf8) != nil)
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "-", "+1", ".5", "5.", "1.2.3", "1-2", "--1", "1e", "1e+", "0x10", "NaN", "Infinity", " 1", "1 ", "1,5",
            "١", "123456789012345678901234567890123456789", "1E+126", "1E-131", "1E+999999999999999999999",
        ])
    func refuses(text: String) {
        #expect(DynamoDBNumber(text) == nil)
        #expect(DecimalText(text.utf8) == nil)
    }

    @Test(
        "equality is of the value",
        arguments: [("1.50", "15E-1"), ("0", "-0.00"), ("100", "1E2"), ("-5", "-5.0"), ("0E7", "0")])
    func equality(pair: (String, String)) throws {
        let (lhs, rhs) = (try DynamoDBNumber.parsed(pair.0), try DynamoDBNumber.parsed(pair.1))
        #expect(lhs == rhs)
        #expect(Set([lhs, rhs]).count == 1)
        #expect(try lhs != DynamoDBNumber.parsed("1.51"))
    }

    @Test("conversions are exact or absent")
    func conversions() throws {
        #expect(try DynamoDBNumber.parsed("1.2E+3").integer(as: Int.self) == 1200)
        #expect(try DynamoDBNumber.parsed("1.5").integer(as: Int.self) == nil)
        #expect(try DynamoDBNumber.parsed("-128").integer(as: Int8.self) == -128)
        #expect(try DynamoDBNumber.parsed("-1").integer(as: UInt8.self) == nil)
        #expect(try DynamoDBNumber.parsed("0.1").double == 0.1)
        #expect(try DynamoDBNumber.parsed("99999999999999999999999999999999999999").decimal?.description.count == 38)
        #expect(try DynamoDBNumber.parsed("1.5E-130").decimal == nil)
        #expect(DynamoDBNumber(0.1 as Double)?.text == "0.1")
        #expect(DynamoDBNumber(Double.nan) == nil)
        #expect(DynamoDBNumber(Decimal.nan) == nil)
        #expect((5 as DynamoDBNumber).text == "5")
    }

    @Test("doubles come back as they were")
    func doubles() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite, (1e-130..<1e126).contains(abs(value)) else {
                #expect(DynamoDBNumber(value) == nil || value == 0)
                continue
            }
            let json = try DynamoDBEncoder().encodeAttributeJSON(value)
            #expect(try DynamoDBDecoder().decodeAttribute(Double.self, from: json) == value)
        }
    }
}
