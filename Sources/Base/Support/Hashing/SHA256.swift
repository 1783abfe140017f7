import COpenSSL

/// SHA-256 by libcrypto.
package enum SHA256 {
    package static let byteCount = 32

    /// The 32 bytes of the hash.
    package static func digest(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.withContiguousStorageIfAvailable(digest(of:)) ?? Array(bytes).withUnsafeBufferPointer(digest(of:))
    }

    /// The hash in 64 lower-case hexadecimal digits.
    package static func hexDigest(_ bytes: some Collection<UInt8>) -> String {
        Hexadecimal.string(digest(bytes))
    }

    private static func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            let status = EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, EVP_sha256(), nil)
            // Fails only where libcrypto has no SHA-256 at all; a hash made of chance bytes must not get out.
            precondition(status == 1, "libcrypto could not compute SHA-256")
            count = byteCount
        }
    }
}
