import FoundationEssentials
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Numbers as text, base64, and the vectors of embeddings: each against another way to read the same.
struct NumberTarget: FuzzTarget {
    static let name = "numbers"

    var seeds: [FuzzInput] {
        get throws {
            let texts =
                HostileTexts.values + [
                    "007", "1.50", "15E-1", "-2.5e+3", "9.99999999999999999999999999999999999999E+125", "1E-130",
                    "123456789012345678901234567890.12345678", "0.001234", "7.0", "6.5", "AAE=", "/w==", "QUJD",
                ]
            let embeddings = [
                #"{"embedding":[0.1,-0.25,1e-3,3],"inputTextTokenCount":5}"#,
                #"{"embedding":[1.0],"embeddingsByType":{"float":[1.0,"]"]},"inputTextTokenCount":1}"#,
            ]
            return texts.map { FuzzInput.bytes(Array($0.utf8)) } + embeddings.map { FuzzInput($0) }
                + embeddings.map { FuzzInput.bytes(Array($0.utf8)) }
        }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let text = String(decoding: input, as: UTF8.self)
        var outcome = Outcome(Band(text)?.halves ?? -1)
        outcome.add(try number(text))
        outcome.add(try cost(text))
        outcome.add(try embedding(Data(input)))
        outcome.add(try binary(text))
        return outcome
    }

    private func number(_ text: String) throws -> Outcome {
        let number = DecimalText(text.utf8)
        try promise((number != nil) == DecimalText.isValid(text.utf8), "two answers to whether it is a number")
        guard let number else { return Outcome(0) }
        try promise(Double(text)?.isFinite == true, "a number that is none")
        var scanner = JSONNumberScanner(Data(text.utf8))
        try promise(scanner.number() == Double(text), "the number scanner reads another number than the library")
        if let whole: Int64 = number.integer() {
            try promise(DecimalText(String(whole).utf8) == number, "an integer is another number")
            try promise(Double(whole) == Double(text) || abs(whole) > 1 << 53, "an integer of another size")
        }
        let decimal = DecimalText.decimal(text)
        if let decimal {
            try promise(
                DecimalText.text(of: decimal).flatMap { DecimalText($0.utf8) } == number,
                "a decimal is another number")
        }
        let plain = text.contains(".") || text.lowercased().contains("e") ? text : text + ".0"
        if let same = DecimalText(plain.utf8) {
            try promise(same == number && same.hashValue == number.hashValue, "one number with two hashes")
        }
        return Outcome(1, number.integer(as: Int8.self) == nil ? 0 : 1, decimal == nil ? 0 : 1)
    }

    private func cost(_ text: String) throws -> Outcome {
        guard let cost = Cost(text) else { return Outcome(0) }
        let written = cost.description
        try promise(
            !written.isEmpty && written.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") },
            "an amount with something else in it: \(written)")
        guard let again = Cost(written) else { throw BrokenPromise("an amount does not read back: \(written)") }
        // Rounded to a millionth.
        let difference = again.dollars - cost.dollars
        try promise(abs(difference) <= Decimal(string: "0.0000005") ?? 0, "an amount reads back as another: \(written)")
        return Outcome(1)
    }

    private struct PlainEmbedding: Decodable {
        let embedding: [Double]
        let inputTextTokenCount: Int
    }

    private func embedding(_ data: Data) throws -> Outcome {
        guard data.first == UInt8(ascii: "{") else { return Outcome(0) }
        let read = TitanEmbedding(json: data)
        guard Self.hasPlainNames(data), let plain = try? JSONDecoder().decode(PlainEmbedding.self, from: data) else {
            return Outcome(read == nil ? 1 : 2)
        }
        // Counts are read as `Double`, and the library lets a comma too many pass.
        guard plain.inputTextTokenCount.magnitude < 1 << 53, read != nil || !data.contains(UInt8(ascii: ",")) else {
            return Outcome(4)
        }
        try promise(
            read?.vector == plain.embedding.map(Float.init) && read?.inputTokenCount == plain.inputTextTokenCount,
            "an embedding that the library reads is read otherwise")
        return Outcome(3, min(plain.embedding.count, 3))
    }

    /// Names with escapes, and names that come twice, are read otherwise on purpose.
    private static func hasPlainNames(_ json: Data) -> Bool {
        let text = String(decoding: json, as: UTF8.self)
        return !text.contains("\\")
            && ["\"embedding\"", "\"inputTextTokenCount\""].allSatisfy { text.split(separator: $0).count <= 2 }
    }

    private func binary(_ text: String) throws -> Outcome {
        let json = Data("{\"b\":{\"B\":\(JSONText.quoted(text))}}".utf8)
        let value = try? ScannedItem(json: json)["b"]
        try promise(value == Data(base64Encoded: text).map(AttributeValue.binary), "base64 is read otherwise")
        return Outcome(value == nil ? 0 : 1)
    }
}
