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
        let start = position
        while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) { position += 1 }
        guard position > start else { throw fault("Not JSON.", nil) }
    }
}
