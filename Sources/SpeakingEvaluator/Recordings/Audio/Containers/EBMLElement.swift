/// An element of EBML (RFC 8794): an id, a size and content; the first two are numbers of variable length.
struct EBMLElement {
    let id: UInt64
    /// Nil for "not known", all ones.
    let size: UInt64?
    let contentStart: Int

    init?(_ reader: inout SequentialReader, at position: Int) {
        guard let id = VariableInteger(&reader, at: position, keepsMarker: true),
            let size = VariableInteger(&reader, at: position + id.byteCount, keepsMarker: false)
        else { return nil }
        self.id = id.value
        self.size = size.isAllOnes ? nil : size.value
        contentStart = position + id.byteCount + size.byteCount
    }

    func integer(_ reader: inout SequentialReader) -> UInt64? {
        guard let size, (1...8).contains(size) else { return nil }
        return reader.integer(count: Int(size), at: contentStart)
    }

    func float(_ reader: inout SequentialReader) -> Double? {
        guard let size, size == 4 || size == 8, let bits = integer(&reader) else { return nil }
        let value = size == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
        return value.isFinite ? value : nil
    }

    /// The count of leading zero bits in the first byte says how many bytes follow it.
    struct VariableInteger {
        let value: UInt64
        let byteCount: Int
        let isAllOnes: Bool

        init?(_ reader: inout SequentialReader, at position: Int, keepsMarker: Bool) {
            guard let first = reader.integer(count: 1, at: position), first != 0 else { return nil }
            byteCount = UInt8(first).leadingZeroBitCount + 1
            guard let whole = reader.integer(count: byteCount, at: position) else { return nil }
            let mask = (UInt64(1) << UInt64(7 * byteCount)) - 1
            value = keepsMarker ? whole : whole & mask
            isAllOnes = whole & mask == mask
        }
    }
}
