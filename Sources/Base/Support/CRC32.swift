/// CRC-32 as in zlib and IEEE 802.3 (reflected polynomial EDB88320): what DynamoDB's `x-amz-crc32` header holds.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    package static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.withContiguousStorageIfAvailable(checksum(of:)) ?? Array(bytes).withUnsafeBufferPointer(checksum(of:))
    }

    private static func checksum(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            ~bytes.reduce(~UInt32(0)) { value, byte in
                table[Int(truncatingIfNeeded: (value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
            }
        }
    }
}
