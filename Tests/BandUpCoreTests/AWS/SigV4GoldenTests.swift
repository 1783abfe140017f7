import Base
import Foundation
import Testing

@testable import BandUpCore

/// Every case of Golden/AWS/sigv4.json, which local/oracles/sigv4_cases.py makes with botocore.
///
/// Signatures and signed URLs are ASCII, where equal strings have equal bytes; a canonical request may hold more.
@Suite struct SigV4GoldenTests {
    private let golden: SigV4Golden

    init() throws {
        let url = try #require(
            Bundle.module.url(forResource: "sigv4", withExtension: "json", subdirectory: "Golden/AWS"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        golden = try decoder.decode(SigV4Golden.self, from: Data(contentsOf: url))
    }

    @Test("there are at least 200 cases, of all five services in both forms")
    func coverage() {
        #expect(golden.headers.count + golden.queries.count >= 200)
        let services = ["s3", "dynamodb", "sqs", "secretsmanager", "bedrock"]
        #expect(Set(golden.headers.map(\.request.service)) == Set(services))
        #expect(Set(golden.queries.map(\.request.service)) == Set(services))
    }

    @Test("a canonical request is that of botocore, byte for byte")
    func canonicalRequests() throws {
        for example in golden.headers {
            let signer = try example.request.signer()
            var request = try example.request.httpRequest()
            signer.sign(&request, payload: example.payload, at: example.request.date)
            request.headers["authorization"] = nil
            let canonical = signer.canonicalRequest(
                of: request, query: Array((request.query ?? "").utf8),
                headers: CanonicalHeaders(request.headers, host: request.endpoint.authority), payload: example.payload)
            #expect(
                canonical.elementsEqual(example.canonicalRequest.utf8),
                "\(example.request.name)\n\(String(decoding: canonical, as: UTF8.self))")
        }
    }

    @Test("a signature in headers is that of botocore, byte for byte")
    func headerSignatures() throws {
        for example in golden.headers {
            var request = try example.request.httpRequest()
            try example.request.signer().sign(&request, payload: example.payload, at: example.request.date)
            let name = "\(example.request.name)"
            #expect(request.headers["authorization"] == example.authorization, "\(name)")
            #expect(request.headers["x-amz-content-sha256"] == example.contentSha256, "\(name)")
            #expect(request.headers["x-amz-security-token"] == example.request.token, "\(name)")
        }
    }

    @Test("signing again, for another attempt, gives what signing once gives")
    func signingAgain() throws {
        for example in golden.headers {
            let signer = try example.request.signer()
            var request = try example.request.httpRequest()
            signer.sign(&request, payload: example.payload, at: example.request.date.addingTimeInterval(-86_400))
            signer.sign(&request, payload: example.payload, at: example.request.date)
            #expect(request.headers["authorization"] == example.authorization, "\(example.request.name)")
        }
    }

    @Test("a presigned URL is that of botocore, byte for byte")
    func presignedURLs() throws {
        for example in golden.queries {
            let url = try example.request.signer().presign(
                example.request.httpRequest(), expires: .seconds(example.expires), at: example.request.date)
            #expect(url == example.url, "\(example.request.name)")
        }
    }

    @Test("the S3 client's presigned URLs are those of botocore's S3 client, byte for byte")
    func s3URLs() throws {
        for example in golden.s3Urls {
            let client = try example.client()
            let expires = Duration.seconds(example.expires)
            let date = Date(timeIntervalSince1970: Double(example.time))
            let presigned =
                if let contentType = example.contentType {
                    client.presignedPut(
                        bucket: example.bucket, key: example.key, contentType: contentType,
                        contentLength: example.contentLength, expires: expires, at: date)
                } else {
                    client.presignedGet(bucket: example.bucket, key: example.key, expires: expires, at: date)
                }
            #expect(presigned.url == example.url, "\(example.name)")
        }
    }
}
