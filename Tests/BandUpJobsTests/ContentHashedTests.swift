import BandUpCore
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Content hashes") struct ContentHashedTests {
    private struct Content: ContentHashed {
        let hashedContent: [String]
    }

    private func hash(_ parts: String...) -> String { Content(hashedContent: parts).contentHash }

    @Test("a hash is SHA-256 over the parts with their lengths")
    func known() {
        #expect(hash() == SHA256.hexDigest([]))
        #expect(hash("ab", "é") == SHA256.hexDigest(Array("2:ab2:é".utf8)))
        #expect(hash("a").count == 64)
    }

    @Test("text that moves from one part to the next shows, and so does everything else that differs")
    func distinct() {
        let hashes = [
            hash(), hash(""), hash("", ""), hash("ab"), hash("a", "b"), hash("", "ab"), hash("ab", ""), hash("b", "a"),
            hash("1:a"), hash("a1:b"), hash("a "), hash("A"), hash("a\u{301}"), hash("\u{E1}"), hash("a\u{200B}"),
        ]
        #expect(Set(hashes).count == hashes.count)
    }
}
