/// Finds data in texts that was written as letters: base64, hexadecimal digits, data URLs.
struct EncodedRuns {
    /// In bytes of UTF-8, without white space.
    private(set) var byteCount = 0
    private(set) var encodedByteCount = 0

    /// From this length on, in bytes, a run says nothing in any text.
    private static let longRun = 256

    /// Counts what is in `text`, and gives it without its long runs.
    mutating func removed(from text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            let runs = longRuns(in: bytes)
            guard !runs.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
            var kept: [UInt8] = []
            var end = 0
            for run in runs {
                kept.append(contentsOf: bytes[end..<run.lowerBound])
                end = run.upperBound
            }
            kept.append(contentsOf: bytes[end...])
            return String(decoding: kept, as: UTF8.self)
        }
    }

    static func beginsWithDataURL(_ text: Substring) -> Bool {
        var text = String(text.prefix(200))
        return text.withUTF8 { bytes in bytes.count > 4 && endOfDataURL(bytes, 0..<4) != nil }
    }

    /// A run goes on from line to line.
    private mutating func longRuns(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var long: [Range<Int>] = []
        var run: Range<Int>?
        func close() {
            if let run, run.count >= Self.longRun { long.append(run) }
            run = nil
        }
        Letter.kinds.withUnsafeBufferPointer { kinds in
            var position = 0
            while true {
                while position < bytes.count, kinds[Int(bytes[position])] == .separator { position += 1 }
                guard position < bytes.count else { break }
                let start = position
                while position < bytes.count, kinds[Int(bytes[position])] != .separator { position += 1 }
                let dataEnd = Self.endOfDataURL(bytes, start..<position)
                position = dataEnd ?? position
                byteCount += position - start
                if let last = run, start - last.upperBound > 3 { close() }
                let isEncoded =
                    dataEnd != nil
                    || ((run != nil || position - start >= Spelling.leastLength)
                        && Spelling(bytes[start..<position], kinds).isEncoded(goesOn: run != nil))
                if isEncoded {
                    encodedByteCount += position - start
                    run = (run?.lowerBound ?? start)..<position
                } else if run != nil {
                    close()
                }
            }
        }
        close()
        return long
    }

    /// Of "data:", a media type, parameters, a comma, and the data (RFC 2397), where `word` is the first of these.
    private static func endOfDataURL(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> Int? {
        guard word.count == 4, bytes[word].elementsEqual("data".utf8), word.upperBound < bytes.count,
            bytes[word.upperBound] == UInt8(ascii: ":")
        else { return nil }
        let rest = bytes[(word.upperBound + 1)...].prefix { $0 > 0x20 && !"\"'()<>[]{}|`".utf8.contains($0) }
        guard let comma = rest.prefix(120).firstIndex(of: UInt8(ascii: ",")), comma > rest.startIndex else {
            return nil
        }
        let type = rest[..<comma]
        guard type.contains(UInt8(ascii: "/")) || type.elementsEqual(";base64".utf8) else { return nil }
        return rest.endIndex
    }
}

/// What a byte is in a text of such data.
private enum Letter: UInt8 {
    case separator, upper, lower, digit, mark, padding, other

    static let kinds: [Letter] = (UInt8.min...UInt8.max).map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"): .mark
        case UInt8(ascii: "="): .padding
        case 0...0x20: .separator
        case let byte where "\"'()<>[]{}|`,:;".utf8.contains(byte): .separator
        default: .other
        }
    }
}

/// How a word is spelt, if all of it is of the letters that base64 has.
private struct Spelling {
    /// A shorter word is data only behind data.
    static let leastLength = 16

    private var length = 0
    private var counts = (upper: 0, lower: 0, digit: 0)
    /// Neighbours that are letters or digits, and those of them that are not of the same kind. In random text of these
    /// letters six in ten are not, in words of a language hardly any.
    private var neighbours = 0
    private var changes = 0
    private var isPadded = false
    private var isForeign = false

    init(_ word: Slice<UnsafeBufferPointer<UInt8>>, _ kinds: UnsafeBufferPointer<Letter>) {
        var last = Letter.mark
        for byte in word {
            let kind = kinds[Int(byte)]
            if kind == .padding {
                isPadded = true
            } else if isPadded || kind == .other {
                isForeign = true
                return
            }
            length += 1
            switch kind {
            case .upper: counts.upper += 1
            case .lower: counts.lower += 1
            case .digit: counts.digit += 1
            case .separator, .mark, .padding, .other:
                last = .mark
                continue
            }
            if last != .mark {
                neighbours += 1
                if kind != last { changes += 1 }
            }
            last = kind
        }
    }

    /// - Parameter goesOn: the word before was data.
    func isEncoded(goesOn: Bool) -> Bool {
        guard !isForeign else { return false }
        let kinds = [counts.upper, counts.lower, counts.digit].count { $0 > 0 }
        let isMixed = changes * 100 >= neighbours * 35
        // No word of any language is as long.
        if length >= 200, kinds >= 2 { return true }
        if goesOn { return isPadded || length >= 40 || (length >= 4 && kinds >= 2 && isMixed) }
        if length >= 40 { return counts.digit > 0 && kinds >= 2 && isMixed }
        return length >= Self.leastLength && kinds == 3 && changes * 100 >= neighbours * 45
    }
}
