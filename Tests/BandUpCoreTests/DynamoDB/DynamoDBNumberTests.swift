import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct DynamoDBNumberTests {
    @Test(
        "what is a number in DynamoDB's range is taken",
        arguments: [
            "0", "-0", "007", "1.50", "-0.001", "1E+10", "1e-7", "1E5", "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456780000", "0.00000000000000000000000000000000000000000012",
            "9.9999999999999999999999999999999999999E+125", "1E-130", "0E+999999999999999999999",
        ])
    func takes(text: String) {
        #expect(DecimalText(text.utf8) != nil)
        #expect(DecimalText.isValid(text.utf8))
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "-", "+1", ".5", "5.", "1.2.3", "1-2", "--1", "1e", "1e+", "0x10", "NaN", "Infinity", " 1", "1 ", "1,5",
            "١", "123456789012345678901234567890123456789", "1E+126", "1E-131", "1E+999999999999999999999",
        ])
    func refuses(text: String) {
        #expect(DecimalText(text.utf8) == nil)
        #expect(!DecimalText.isValid(text.utf8))
    }

    @Test(
        "equality is of the value",
        arguments: [("1.50", "15E-1"), ("0", "-0.00"), ("100", "1E2"), ("-5", "-5.0"), ("0E7", "0")])
    func equality(pair: (String, String)) throws {
        let (lhs, rhs) = (DecimalText(pair.0.utf8), DecimalText(pair.1.utf8))
        #expect(lhs != nil && lhs == rhs)
        #expect(Set([lhs, rhs]).count == 1)
        #expect(lhs != DecimalText("1.51".utf8))
    }

    @Test("conversions are exact or absent")
    func conversions() throws {
        #expect(DecimalText("1.2E+3".utf8)?.integer(as: Int.self) == 1200)
        #expect(DecimalText("1.5".utf8)?.integer(as: Int.self) == nil)
        #expect(DecimalText("-128".utf8)?.integer(as: Int8.self) == -128)
        #expect(DecimalText("-1".utf8)?.integer(as: UInt8.self) == nil)
        #expect(DecimalText.decimal("99999999999999999999999999999999999999")?.description.count == 38)
        #expect(DecimalText.decimal("1.5E-130") == nil)
        #expect(DecimalText.text(of: 0.1) == "0.1")
        #expect(DecimalText.text(of: Double.nan) == nil)
        #expect(DecimalText.text(of: Decimal.nan) == nil)
    }

    @Test("doubles come back as they were")
    func doubles() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite, (1e-130..<1e126).contains(abs(value)) else {
                #expect(DecimalText.text(of: value) == nil || value == 0)
                continue
            }
            let json = try DynamoDBEncoder().encodeAttributeJSON(value)
            #expect(try DynamoDBDecoder().decodeAttribute(Double.self, from: json) == value)
        }
    }
}
