import Base
import Testing

@testable import BandUpCore

@Suite struct S3LocationTests {
    @Test(
        "a location is bucket and key, the key taken as it stands",
        arguments: [
            ("s3://bandup-audio/a.m4a", "bandup-audio", "a.m4a"),
            ("s3://a.b-c.1/uploads/x y?z#%20", "a.b-c.1", "uploads/x y?z#%20"),
            ("s3://abc//double/", "abc", "/double/"),
            ("s3://abc/../..", "abc", "../.."),
            ("s3://abc/tiếng Việt", "abc", "tiếng Việt"),
            ("s3://abc/\u{301}combining", "abc", "\u{301}combining"),
        ])
    func parses(text: String, bucket: String, key: String) throws {
        let location = try S3Location(text)
        #expect(location.bucket == bucket)
        #expect(Array(location.key.utf8) == Array(key.utf8))
        #expect(Array(location.url.utf8) == Array(text.utf8))
    }

    @Test(
        "what is not of the form s3://bucket/key is refused",
        arguments: [
            "", "s3://", "s3://bucket", "S3://bucket/key", "https://bucket/key", " s3://bucket/key", "bucket/key",
        ])
    func refusesScheme(text: String) {
        #expect(throws: S3Location.ParseError.scheme) { try S3Location(text) }
    }

    @Test(
        "a name that no bucket may have is refused",
        arguments: [
            "ab", String(repeating: "a", count: 64), "Bucket", "bucket_1", "-bucket", "bucket-", ".bucket", "bucket.",
            "a..b", "a.-b", "a-.b", "192.168.5.4", "bücket", "user@host", "host:80", "bu ket", "",
        ])
    func refusesBucket(name: String) {
        #expect(throws: S3Location.ParseError.bucket) { try S3Location("s3://\(name)/key") }
    }

    @Test(
        "a key that is empty, too long or holds control characters is refused",
        arguments: ["", "a\u{0}b", "line\nbreak", "\u{7F}", "\u{85}", String(repeating: "é", count: 513)])
    func refusesKey(key: String) {
        #expect(throws: S3Location.ParseError.key) { try S3Location("s3://bucket/\(key)") }
    }

    @Test("names and keys may be as long as S3 allows")
    func longest() throws {
        let text = "s3://\(String(repeating: "a", count: 63))/\(String(repeating: "é", count: 512))"
        #expect(try S3Location(text).key.utf8.count == 1024)
    }
}
