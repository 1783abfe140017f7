import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct S3ClientTests {
    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func client(_ http: FakeAWS, endpoint: String? = nil) throws -> S3Client {
        let endpoints = try endpoint.map { [AWSService.s3: try #require(HTTPEndpoint($0))] } ?? [:]
        return S3Client(configuration: .test(endpoints: endpoints), http: http, clock: clock)
    }

    @Test("an object goes to the file, within the limit")
    func getObject() async throws {
        let http = FakeAWS([
            .answer(200, ["Content-Length": "5", "Content-Type": "application/pdf", "ETag": "\"e\""])
        ])
        let object = try await client(http).getObject(
            bucket: "bandup-audio", key: "a b/../c", toFile: "/tmp/x", limit: 7, deadline: deadline)
        #expect(object == S3Object(byteCount: 5, contentType: "application/pdf", etag: "\"e\""))
        let exchange = try #require(await http.exchanges.first)
        #expect(exchange.request.url == "https://bandup-audio.s3.eu-central-1.amazonaws.com/a%20b/../c")
        #expect(exchange.request.headers["x-amz-content-sha256"] == PayloadHash.empty.text)
        #expect(exchange.timeouts.total == .seconds(60))
        guard case .file(path: "/tmp/x", limit: 7) = exchange.sink else {
            Issue.record("the sink is \(exchange.sink)")
            return
        }
    }

    @Test("an object that is not there, or that no one may see, is told apart")
    func missing() async throws {
        let http = FakeAWS([
            .answer(404, [:], "<Error><Code>NoSuchKey</Code></Error>"),
            .answer(403, [:], "<Error><Code>AccessDenied</Code></Error>"), .answer(404), .answer(403),
        ])
        let client = try client(http)
        var errors: [AWSError] = []
        for _ in 1...2 {
            do {
                _ = try await client.getObject(
                    bucket: "bucket", key: "k", toFile: "/tmp/x", limit: 1, deadline: deadline)
            } catch { errors.append(error) }
        }
        for _ in 1...2 {
            do { _ = try await client.headObject(bucket: "bucket", key: "k", deadline: deadline) } catch {
                errors.append(error)
            }
        }
        #expect(errors.map(\.isNotFound) == [true, false, true, false])
        #expect(errors.map(\.isAccessDenied) == [false, true, false, true])
        #expect(await http.requests.map(\.method) == [.get, .get, .head, .head])
    }

    @Test("an answer without a length is not one of S3")
    func withoutLength() async throws {
        let client = try client(FakeAWS([.answer(200)]))
        await #expect(throws: AWSError.malformedAnswer(operation: "HeadObject")) {
            try await client.headObject(bucket: "bucket", key: "k", deadline: deadline)
        }
    }

    @Test("a stored object is sent with its type and signed with its content")
    func putObject() async throws {
        let http = FakeAWS([.answer(200)])
        try await client(http).putObject(
            bucket: "bucket", key: "k", body: Data("abc".utf8), contentType: "text/plain", deadline: deadline)
        let request = try #require(await http.requests.first)
        #expect(request.method == .put)
        #expect(request.body.bytes == Data("abc".utf8))
        #expect(request.headers["content-type"] == "text/plain")
        #expect(
            request.headers["x-amz-content-sha256"]
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(
        "the bucket is in the host name where the certificate covers it",
        arguments: [
            (nil, "bucket", "https://bucket.s3.eu-central-1.amazonaws.com/k"),
            (nil, "a.bucket", "https://s3.eu-central-1.amazonaws.com/a.bucket/k"),
            (nil, "Bucket_1", "https://s3.eu-central-1.amazonaws.com/Bucket_1/k"),
            (nil, "evil.example/", "https://s3.eu-central-1.amazonaws.com/evil.example%2F/k"),
            ("http://127.0.0.1:5000", "bucket", "http://127.0.0.1:5000/bucket/k"),
            ("http://localhost:5000/base", "bucket", "http://localhost:5000/base/bucket/k"),
            (
                "https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com", "bucket",
                "https://bucket.bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com/k"
            ),
            ("https://amazonaws.com.example", "bucket", "https://amazonaws.com.example/bucket/k"),
        ] as [(String?, String, String)])
    func hosts(endpoint: String?, bucket: String, url: String) throws {
        let presigned = try client(FakeAWS([]), endpoint: endpoint).presignedGet(
            bucket: bucket, key: "k", expires: .seconds(60), at: clock.now)
        #expect(presigned.url.prefix { $0 != "?" } == url)
    }

    @Test("a presigned upload names the headers that must be sent, and shows no URL when printed")
    func presignedPut() throws {
        let presigned = try client(FakeAWS([])).presignedPut(
            bucket: "bucket", key: "k", contentType: "audio/mp4", contentLength: 5, expires: .seconds(900),
            at: clock.now)
        #expect(presigned.headers == ["content-length": "5", "content-type": "audio/mp4"])
        #expect(presigned.url.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&"))
        #expect(presigned.url.contains("&X-Amz-Expires=900&"))
        var dumped = ""
        dump(presigned, to: &dumped)
        #expect(!"\(presigned) \(dumped)".contains("Signature"))
    }

    @Test(
        "an expiry outside S3's limits is cut to them",
        arguments: [(Duration.zero, 1), (.seconds(604_800), 604_800), (.seconds(9_999_999), 604_800)])
    func expiry(asked: Duration, signed: Int) throws {
        let presigned = try client(FakeAWS([])).presignedGet(bucket: "bucket", key: "k", expires: asked, at: clock.now)
        #expect(presigned.url.contains("&X-Amz-Expires=\(signed)&"))
        #expect(presigned.expires == .seconds(signed))
    }
}
