import FoundationEssentials
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Presigned URLs of S3 for buckets, keys and content types of any kind: they lead to that object and to no other.
struct UploadURLTarget: FuzzTarget {
    static let name = "upload-urls"

    private let date = Date(timeIntervalSince1970: 1_795_167_045)
    private let clients: [S3Client]

    init() {
        let credentials = AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret")
        let endpoints = [nil, HTTPEndpoint("http://127.0.0.1:5000/base")]
        clients = endpoints.map { endpoint in
            let custom = endpoint.map { [AWSService.s3: $0] } ?? [:]
            return S3Client(
                configuration: AWSConfiguration(
                    region: "eu-central-1", credentials: credentials, customEndpoints: custom),
                http: FakeAWS([]))
        }
    }

    var seeds: [FuzzInput] {
        ["audio-x\0uploads/a b/é.wav\0audio/wav", "my.dotted.bucket\0../..//a?b#c%2F\0text/plain", "b\0/\0"].map {
            .bytes(Array($0.utf8))
        }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let parts =
            input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) } + ["", ""]
        let (bucket, key) = (parts[0], parts[1])
        var outcome = Outcome()
        for client in clients {
            let put = client.presignedPut(
                bucket: bucket, key: key, contentType: parts[2], contentLength: input.count, expires: .seconds(900),
                at: date)
            try check(put.url, bucket: bucket, key: key)
            try check(
                client.presignedGet(bucket: bucket, key: key, expires: .seconds(3600), at: date).url, bucket: bucket,
                key: key)
            outcome.add(put.url.contains("://\(bucket).") ? 1 : 0)
        }
        let encoded = PercentEncoding.encode(key)
        try promise(
            Promises.percentDecoded(encoded).elementsEqual(key.utf8) && encoded == PlainSigV4.encoded(key),
            "a key that does not decode to itself")
        outcome.add(S3Location.isBucketName(bucket) ? 1 : 0)
        outcome.add((try? S3Location(bucket: bucket, key: key)) == nil ? 0 : 1)
        return outcome
    }

    private func check(_ url: String, bucket: String, key: String) throws {
        try promise(url.utf8.allSatisfy { (0x21..<0x7F).contains($0) }, "a URL with something else than visible ASCII")
        guard let start = url.firstRange(of: "://"), let question = url.firstIndex(of: "?"),
            let slash = url[start.upperBound...].firstIndex(of: "/"), slash < question
        else { throw BrokenPromise("a URL without its parts") }
        let host = url[start.upperBound..<slash]
        let path = Promises.percentDecoded(String(url[slash..<question]))
        let isInHost = host.hasPrefix("\(bucket).s3.") && !bucket.isEmpty
        let expected = isInHost ? "/\(key)" : (host.hasPrefix("127.") ? "/base" : "") + "/\(bucket)/\(key)"
        try promise(path.elementsEqual(expected.utf8), "a URL to another object")
        try promise(!url.contains("#"), "a URL with a fragment")
    }
}
