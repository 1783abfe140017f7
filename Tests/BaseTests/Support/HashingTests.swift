import FoundationEssentials
import Testing

@testable import Base

@Suite struct HashingTests {
    @Test(
        "SHA-256 gives the values of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(text: String, digest: String) {
        #expect(SHA256.hexDigest(text.utf8) == digest)
        #expect(SHA256.hexDigest(Data(text.utf8)) == digest)
        #expect(SHA256.hexDigest(Array("x\(text)".utf8).dropFirst()) == digest)
    }

    @Test("HMAC-SHA-256 gives the values of RFC 4231")
    func hmac() {
        let short = HMACSHA256.code(for: "Hi There".utf8, key: [UInt8](repeating: 0x0B, count: 20))
        #expect(
            Hexadecimal.string(short) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let longKey = HMACSHA256.code(
            for: "Test Using Larger Than Block-Size Key - Hash Key First".utf8,
            key: [UInt8](repeating: 0xAA, count: 131))
        #expect(
            Hexadecimal.string(longKey) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("CRC-32 gives zlib's values", arguments: [("", 0), ("123456789", 0xCBF4_3926), ("{}", 2_745_614_147)])
    func crc32(text: String, checksum: UInt32) {
        #expect(CRC32.checksum(Data(text.utf8)) == checksum)
    }
}
