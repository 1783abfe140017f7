extension TapeScanner {
    /// Passes over any JSON value, which is not noted on the tape.
    mutating func skipValue(depth: Int = 0) throws(JSONFault) {
        guard depth <= 2 * AttributeValue.maximumDepth else { throw fault("Nested too deeply.", nil) }
        if skip("{") {
            guard !skip("}") else { return }
            repeat {
                _ = try string(nil)
                try expect(":", nil)
                try skipValue(depth: depth + 1)
            } while skip(",")
            try expect("}", nil)
        } else if skip("[") {
            guard !skip("]") else { return }
            repeat { try skipValue(depth: depth + 1) } while skip(",")
            try expect("]", nil)
        } else if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            _ = try string(nil)
        } else if !skip(word: "true"), !skip(word: "false"), !skip(word: "null") {
            try skipNumber()
        }
    }

    /// A number of an answer's envelope, such as `Count`: what it says is of no interest, only where it ends.
    private mutating func skipNumber() throws(JSONFault) {
        _ = take("-")
        // A zero in front stands alone.
        guard take("0") || takeDigits() else { throw fault("Not JSON.", nil) }
        if take("."), !takeDigits() { throw fault("Not JSON.", nil) }
        guard take("e") || take("E") else { return }
        if !take("+") { _ = take("-") }
        guard takeDigits() else { throw fault("Not JSON.", nil) }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// False where there is none.
    private mutating func takeDigits() -> Bool {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }
}
