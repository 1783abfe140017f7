package import FoundationEssentials

/// Walks over JSON text in search of numbers, and passes by what is not asked for.
///
/// It accepts some texts that are not JSON (what is skipped is only counted through), but it never reads past the end
/// and never loops: hostile text leads to nil.
package struct JSONNumberScanner {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ text: Data) {
        bytes = [UInt8](text)
    }

    /// Calls `member` with each name of the object here, to read or skip its value; false where `member` says so, or
    /// where there is no object. Names are taken as they stand, escapes included.
    package mutating func object(_ member: (_ name: String, _ scanner: inout JSONNumberScanner) -> Bool) -> Bool {
        guard take(UInt8(ascii: "{")) else { return false }
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let name = name(), take(UInt8(ascii: ":")), member(name, &self) else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// The array of numbers here.
    package mutating func floats() -> [Float]? {
        guard take(UInt8(ascii: "[")) else { return nil }
        if take(UInt8(ascii: "]")) { return [] }
        var values: [Float] = []
        values.reserveCapacity(1024)
        repeat {
            guard let value = number() else { return nil }
            values.append(Float(value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? values : nil
    }

    /// The number here.
    ///
    /// Up to 15 digits and a power of ten up to 22 are both exact as `Double`, and so their product or quotient is
    /// rounded only once; anything longer goes to the standard library.
    package mutating func number() -> Double? {
        skipSpace()
        let start = position
        var digits: UInt64 = 0
        var digitCount = 0
        var exponent = 0
        let isNegative = take(raw: UInt8(ascii: "-"))
        scanDigits {
            digits = digits &* 10 &+ $0; digitCount += 1
        }
        guard digitCount > 0 else { return nil }
        if take(raw: UInt8(ascii: ".")) {
            let wholeCount = digitCount
            scanDigits {
                digits = digits &* 10 &+ $0; digitCount += 1; exponent -= 1
            }
            guard digitCount > wholeCount else { return nil }
        }
        if take(raw: UInt8(ascii: "e")) || take(raw: UInt8(ascii: "E")) {
            let isBelowZero = take(raw: UInt8(ascii: "-"))
            if !isBelowZero { _ = take(raw: UInt8(ascii: "+")) }
            let exponentStart = position
            var written = 0
            scanDigits { written = min(written * 10 + Int($0), 100_000) }
            guard position > exponentStart else { return nil }
            exponent += isBelowZero ? -written : written
        }
        guard digitCount <= 15, abs(exponent) < Self.powersOfTen.count else {
            return Double(String(decoding: bytes[start..<position], as: UTF8.self))
        }
        let power = Self.powersOfTen[abs(exponent)]
        let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
        return isNegative ? -value : value
    }

    /// Passes by any value.
    package mutating func skipValue() -> Bool {
        skipSpace()
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard name() != nil else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // The end of what the value stands in.
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return true
                }
            case UInt8(ascii: ",") where depth == 0: return true
            default: break
            }
            position += 1
        }
        return false
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The string here, without its quotation marks.
    private mutating func name() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: bytes[start..<position - 1], as: UTF8.self)
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return nil
    }

    private mutating func scanDigits(_ digit: (UInt64) -> Void) {
        while position < bytes.count, case let value = bytes[position] &- UInt8(ascii: "0"), value < 10 {
            digit(UInt64(value))
            position += 1
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    /// Takes `byte`, white space before it allowed.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        return take(raw: byte)
    }

    private mutating func take(raw byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
