extension TapeScanner {
    func fault(_ reason: StaticString, _ parent: Int?) -> JSONFault {
        JSONFault(reason: reason, offset: position, parent: parent.map(UInt32.init))
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Takes `byte` if it comes next.
    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    mutating func skip(word: StaticString) -> Bool {
        guard bytes[position...].starts(with: word.withUTF8Buffer { Array($0) }) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    mutating func expect(_ byte: Unicode.Scalar, _ parent: Int?) throws(JSONFault) {
        guard skip(byte) else { throw fault("Not DynamoDB JSON.", parent) }
    }

    /// Nothing may follow the text's value.
    mutating func end() throws(JSONFault) {
        skipSpace()
        guard position == bytes.count else { throw fault("More text after the value.", nil) }
    }

    /// A JSON string, whole and well-formed.
    mutating func string(_ parent: Int?) throws(JSONFault) -> TapeNode.Span {
        try expect("\"", parent)
        let start = position
        var hasEscapes = false
        skipPlainText()
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return TapeNode.Span(start: UInt32(start), count: UInt32(position - start), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape(parent)
                skipPlainText()
            case 0x20...0x7F: position += 1
            case 0x80...: try skipMultibyteCharacter(parent)
            default: throw fault("A control character in a string.", parent)
            }
        }
        throw fault("A string without end.", parent)
    }

    /// Eight plain ASCII characters at a time, as long as there are.
    private mutating func skipPlainText() {
        position = bytes.withUnsafeBytes { bytes in
            var position = position
            while position + 8 <= bytes.count {
                let word = EightBytes(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                if word.hasStringSyntax || word.hasMultibyteCharacter { break }
                position += 8
            }
            return position
        }
    }

    private mutating func skipEscape(_ parent: Int?) throws(JSONFault) {
        guard let escape = JSONEscape(bytes, at: position) else {
            throw fault("A bad escape, or half a surrogate pair.", parent)
        }
        position += escape.byteCount
    }

    /// One character of two to four bytes: no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func skipMultibyteCharacter(_ parent: Int?) throws(JSONFault) {
        let first = bytes[position]
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        let count: Int
        switch (first, second) {
        case (0xC2...0xDF, 0x80...0xBF): count = 2
        case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F), (0xEE...0xEF, 0x80...0xBF): count = 3
        case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F): count = 4
        default: throw fault("Invalid UTF-8.", parent)
        }
        guard position + count <= bytes.count,
            bytes[(position + 2)..<(position + count)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw fault("Invalid UTF-8.", parent) }
        position += count
    }
}
