/// The matrix as it is stored: row by row, each number 32 bits, the least significant byte first.
extension EmbeddingMatrix {
    /// - Parameter bytes: of rows that were scaled; any number of them.
    /// - Returns: nil for what is no whole number of rows, and for rows that can't have been scaled.
    init?(scaled bytes: UnsafeRawBufferPointer, dimensions: Int) {
        guard dimensions > 0, bytes.count % (dimensions * 4) == 0 else { return nil }
        let values = [Float](unsafeUninitializedCapacity: bytes.count / 4) { values, count in
            for index in 0..<(bytes.count / 4) {
                let bits = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                values.initializeElement(at: index, to: Float(bitPattern: UInt32(littleEndian: bits)))
            }
            count = bytes.count / 4
        }
        self.init(values: values, dimensions: dimensions)
        let isScaled = (0..<rowCount).allSatisfy { row in
            // The squares of the smallest numbers are rounded so much that 1 is not met; NaN is never below.
            cosine(row, row) < 2
        }
        guard isScaled else { return nil }
    }
}
