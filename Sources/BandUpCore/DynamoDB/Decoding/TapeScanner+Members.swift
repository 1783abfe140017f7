/// The JSON around items.
extension TapeScanner {
    /// An object; `read` takes each member's value.
    mutating func object(
        _ read: (inout TapeScanner, _ name: String) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        try expect("{", nil)
        guard !skip("}") else { return }
        repeat {
            let name = bytes.string(try string(nil))
            try expect(":", nil)
            try read(&self, name)
        } while skip(",")
        try expect("}", nil)
    }

    /// An array; `read` takes each element.
    mutating func array(_ read: (inout TapeScanner) throws(JSONFault) -> Void) throws(JSONFault) {
        try expect("[", nil)
        guard !skip("]") else { return }
        repeat { try read(&self) } while skip(",")
        try expect("]", nil)
    }
}
