/// Writes what `LittleEndianReader` reads.
struct LittleEndianWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ count: Int) throws(DocumentIndexError) {
        guard let number = UInt32(exactly: count) else { throw .tooLarge }
        append(number)
    }

    mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    mutating func append(_ numbers: UnsafeBufferPointer<Float>) {
        bytes.reserveCapacity(bytes.count + numbers.count * 4)
        for number in numbers { append(number.bitPattern) }
    }
}
