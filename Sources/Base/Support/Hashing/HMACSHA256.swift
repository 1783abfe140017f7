import COpenSSL

/// HMAC with SHA-256 (RFC 2104) by libcrypto.
package enum HMACSHA256 {
    /// The 32 bytes of the code.
    package static func code(for message: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
        message.withContiguousStorageIfAvailable { code(of: $0, key: key) }
            ?? Array(message).withUnsafeBufferPointer { code(of: $0, key: key) }
    }

    private static func code(of message: UnsafeBufferPointer<UInt8>, key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { code, count in
            let result = HMAC(
                EVP_sha256(), key, Int32(key.count), message.baseAddress, message.count, code.baseAddress, nil)
            // As in SHA256: chance bytes must not get out as a signature.
            precondition(result != nil, "libcrypto could not compute HMAC-SHA-256")
            count = SHA256.byteCount
        }
    }
}
