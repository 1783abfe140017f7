import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import S3Upload

@Suite("Upload URLs") struct UploadServiceTests {
    private let date = AWSConfiguration.testDate

    @Test(
        "a key has type, user, time, eight random digits and the name",
        arguments: [
            (UInt32.min, "00000000"), (0x1F, "0000001f"), (0xDEAD_BEEF, "deadbeef"), (.max, "ffffffff"),
        ])
    func key(suffix: UInt32, digits: String) throws {
        let key = UploadService.key(for: try UploadFixtures.request(), at: date, suffix: suffix)
        #expect(key == "uploads/speaking_audio/u-1/20261120_093045_\(digits)_a.wav")
    }

    @Test(
        "the time is UTC with all its digits",
        arguments: [(0.0, "19700101_000000"), (1_767_225_599.9, "20251231_235959"), (951_827_696, "20000229_123456")])
    func time(seconds: Double, text: String) throws {
        let key = UploadService.key(
            for: try UploadFixtures.request(), at: Date(timeIntervalSince1970: seconds), suffix: 1)
        #expect(key == "uploads/speaking_audio/u-1/\(text)_00000001_a.wav")
    }

    @Test(
        "each purpose has its bucket",
        arguments: [
            ("speaking_audio", "a.wav", "bandup-audio"), ("flashcard_pdf", "a.pdf", "bandup-documents"),
            ("writing_essay", "a.txt", "bandup-documents"),
        ])
    func buckets(type: String, name: String, bucket: String) throws {
        let result = UploadFixtures.service.upload(
            try UploadFixtures.request(["upload_type": .string(type), "filename": .string(name)]))
        #expect(result.fileURL.hasPrefix("s3://\(bucket)/uploads/\(type)/u-1/20261120_093045_"))
        #expect(result.fileURL.hasSuffix("_\(name)"))
        let location = try S3Location(result.fileURL)
        for url in [result.uploadURL, result.getURL] {
            #expect(url.hasPrefix("https://\(bucket).s3.eu-central-1.amazonaws.com/\(location.key)?"))
        }
    }

    @Test("type and size are signed, and the client is told to send them")
    func signed() throws {
        let result = UploadFixtures.service.upload(
            try UploadFixtures.request(["content_type": "audio/wav", "content_length": 4096]))
        #expect(result.requiredHeaders == ["content-type": "audio/wav", "content-length": "4096"])
        #expect(result.uploadURL.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"))
        #expect(result.uploadURL.contains("X-Amz-Expires=900&"))
        #expect(result.getURL.contains("X-Amz-Expires=3600&"))
        #expect(result.getURL.contains("X-Amz-SignedHeaders=host&"))
        #expect(result.expiresIn == 900)
    }

    @Test("without a size only the type is signed")
    func unsized() throws {
        let result = UploadFixtures.service.upload(try UploadFixtures.request())
        #expect(result.requiredHeaders == ["content-type": "application/octet-stream"])
        #expect(result.uploadURL.contains("X-Amz-SignedHeaders=content-type%3Bhost"))
    }

    @Test("two uploads of one name at one time are two objects")
    func apart() throws {
        let request = try UploadFixtures.request()
        #expect(UploadFixtures.service.upload(request).fileURL != UploadFixtures.service.upload(request).fileURL)
    }

    @Test("a key is one that its owner may name in a job, and nobody else")
    func owned() throws {
        let result = UploadFixtures.service.upload(try UploadFixtures.request())
        let policy = ObjectPolicy(bucket: "bandup-audio")
        let location = try S3Location(result.fileURL)
        try policy.check(location, field: "audio_url", for: JobUser(id: try userID(), ownsObjectsOnly: true))
        let other = JobUser(id: try userID("u-2"), ownsObjectsOnly: true)
        #expect(throws: JobError.self) { try policy.check(location, field: "audio_url", for: other) }
    }
}
