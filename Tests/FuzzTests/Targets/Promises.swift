import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Promises that several targets hold the code to.
enum Promises {
    /// Text of ours: printable ASCII in one line.
    static func isOneLine(_ text: String, longest: Int) throws(BrokenPromise) {
        try promise(
            text.utf8.count <= longest && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) },
            "a message with something else in it than our own words")
    }

    static func isIdentifier(_ text: String) throws(BrokenPromise) {
        try promise(
            (1...128).contains(text.utf8.count) && text != "." && text != ".."
                && text.utf8.allSatisfy { isAlphanumeric($0) || "._-:@+|".utf8.contains($0) },
            "an identifier with something else in it")
    }

    /// Output of ours: JSON, which any parser reads.
    @discardableResult
    static func json(_ data: Data) throws(BrokenPromise) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            throw BrokenPromise("what was written is not JSON: \(String(decoding: data.prefix(300), as: UTF8.self))")
        }
    }

    static func percentDecoded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while let first = rest.utf8.first {
            let digits = rest.dropFirst().prefix(2)
            if first == UInt8(ascii: "%"), digits.utf8.count == 2, let byte = UInt8(digits, radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(first)
                rest = Substring(rest.utf8.dropFirst())
            }
        }
        return bytes
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
