import FoundationEssentials
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Requests to be signed with hostile paths, queries, headers and keys.
struct SigningTarget: FuzzTarget {
    static let name = "signing"

    private let credentials = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: "IQoJb3//+=token")
    private let signers: [(signer: SigV4Signer, plain: PlainSigV4)]
    private let date = Date(timeIntervalSince1970: 1_795_167_045)
    private let dateTime = "20261120T093045Z"

    init() {
        signers = AWSService.allCases.map { [credentials] service in
            (
                SigV4Signer(credentials: credentials, region: "eu-central-1", service: service),
                PlainSigV4(service: service, region: "eu-central-1", credentials: credentials)
            )
        }
    }

    /// A choice of service, method and endpoint in three bytes; then path, query, and names and values of headers,
    /// divided by bytes of zero.
    var seeds: [FuzzInput] {
        let texts = [
            ["/", "", "content-type", "application/x-amz-json-1.0", "X-Amz-Target", "DynamoDB_20120810.GetItem"],
            ["/uploads/a%20b/..//c/./d", "list-type=2&prefix=a%2Fb&marker", "range", "bytes=0-1"],
            ["/model/amazon.titan-embed-text-v2%3A0/invoke", "", "Accept", "*/*", "x-a", " a  b\t c ", "X-A", "d"],
            ["/b/é", "a=1&a=0&a-=2&A=3&=x&&b", "user-agent", "x", "host", "h.example", "content-length", "12"],
        ]
        return texts.enumerated().map { index, texts in
            .bytes([UInt8(index), UInt8(index * 3), UInt8(index * 5)] + Array(texts.joined(separator: "\0").utf8))
        }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let choices = Array(input.prefix(3)) + [0, 0, 0]
        let (signer, plain) = signers[Int(choices[0]) % signers.count]
        let request = Self.request(choices, Array(input.dropFirst(3)))
        let isSendable = (try? CurlRequestCheck.check(request)) != nil
        let payload = choices[2] & 0x80 == 0 ? PayloadHash.empty : .unsigned

        var signed = request
        signer.sign(&signed, payload: payload, at: date)
        try check(signed, by: signer, plain, payload)
        var again = signed
        signer.sign(&again, payload: payload, at: date)
        try promise(again.headers["authorization"] == signed.headers["authorization"], "signing again changes it")
        if isSendable { try promise((try? CurlRequestCheck.check(signed)) != nil, "signing spoils a request") }

        try presign(request, signer, plain)
        return Outcome(
            Int(choices[0]) % signers.count, isSendable ? 1 : 0, min(request.headers.fields.count, 6),
            min(request.query?.utf8.split(separator: UInt8(ascii: "&")).count ?? 0, 6),
            min(request.path.utf8.split(separator: UInt8(ascii: "/")).count, 6))
    }

    private static func request(_ choices: [UInt8], _ text: [UInt8]) -> HTTPRequest {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete]
        let endpoints = [
            HTTPEndpoint(scheme: .https, host: "s3.eu-central-1.amazonaws.com"),
            HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: 5000),
            HTTPEndpoint(scheme: .https, host: "h.example", basePath: "/base/../x"),
        ]
        let parts = text.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        var request = HTTPRequest(
            methods[Int(choices[1]) % methods.count], endpoints[Int(choices[2] & 0x7F) % endpoints.count],
            path: parts.first.flatMap { $0.isEmpty ? nil : $0 } ?? "/",
            query: parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil)
        for index in stride(from: 2, to: min(parts.count - 1, 40), by: 2) {
            // A name that is no token is refused before anything is sent; a value may be anything.
            let name = parts[index].utf8.filter { Promises.isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
            request.headers.append(String(decoding: name, as: UTF8.self), parts[index + 1])
        }
        return request
    }

    /// Against the second formulation, and what a canonical request has to look like.
    private func check(
        _ signed: HTTPRequest, by signer: SigV4Signer, _ plain: PlainSigV4, _ payload: PayloadHash
    ) throws {
        var unsigned = signed
        unsigned.headers["authorization"] = nil
        let headers = CanonicalHeaders(unsigned.headers, host: unsigned.endpoint.authority)
        let canonical = signer.canonicalRequest(
            of: unsigned, query: Array((unsigned.query ?? "").utf8), headers: headers, payload: payload)
        let expected = plain.canonicalRequest(unsigned, payload: payload.text)
        try promise(
            canonical.elementsEqual(expected.utf8),
            "another canonical request:\n\(String(decoding: canonical, as: UTF8.self))\n--- expected\n\(expected)")
        let authorization = signed.headers["authorization"] ?? ""
        try promise(
            authorization.hasSuffix(", Signature=" + plain.signature(expected, dateTime: dateTime)), "another signature"
        )
        guard (try? CurlRequestCheck.check(signed)) != nil else { return }
        var names: [UInt8] = []
        headers.appendNames(to: &names)
        let list = names.split(separator: UInt8(ascii: ";"))
        try promise(
            zip(list, list.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }, "names out of order")
        // Method, path, query, an empty line behind the headers, names, hash: nothing of the request adds a line.
        try promise(
            canonical.count { $0 == UInt8(ascii: "\n") } == 5 + list.count, "a line that the request has brought in")
        var query: [UInt8] = []
        CanonicalQuery.append(Array((unsigned.query ?? "").utf8), to: &query)
        var twice: [UInt8] = []
        CanonicalQuery.append(query, to: &twice)
        try promise(query == twice, "the canonical query changes when it is made again")
    }

    private func presign(_ request: HTTPRequest, _ signer: SigV4Signer, _ plain: PlainSigV4) throws {
        let url = signer.presign(request, expires: .seconds(900), at: date)
        let tail = url.utf8.suffix("&X-Amz-Signature=".utf8.count + 64)
        try promise(tail.starts(with: "&X-Amz-Signature=".utf8), "a URL that does not end with its signature")
        let prefix = "\(request.endpoint.scheme.rawValue)://\(request.endpoint.authority)\(request.endpoint.basePath)"
        try promise(url.utf8.starts(with: (prefix + request.path + "?").utf8), "a URL to another place")
        // The signature holds for what the URL says, not for what went in.
        var sent = request
        sent.query = String(
            decoding: url.utf8.dropFirst((prefix + request.path + "?").utf8.count).dropLast(tail.count), as: UTF8.self)
        let payload = plain.service == .s3 ? "UNSIGNED-PAYLOAD" : PayloadHash.empty.text
        let signature = plain.signature(plain.canonicalRequest(sent, payload: payload), dateTime: dateTime)
        try promise(tail.suffix(64).elementsEqual(signature.utf8), "another signature in the URL")
        // By bytes: as characters, an ampersand may be one with what stands before it.
        let parameters = (sent.query ?? "").utf8.split(separator: UInt8(ascii: "&"))
            .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
        for name in ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Security-Token"] {
            try promise(parameters.contains("X-Amz-\(name)"), "a URL without X-Amz-\(name)")
        }
    }
}
