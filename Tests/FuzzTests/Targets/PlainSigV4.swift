import FoundationEssentials

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Signature Version 4 a second time, in the simplest way there is: texts, arrays and a dictionary.
///
/// `SigningTests` holds it to botocore's golden cases, so that it may stand for botocore where there are a million more.
struct PlainSigV4 {
    let service: AWSService
    let region: String
    let credentials: AWSCredentials

    /// The canonical request of a request that has its date, token and content headers already.
    func canonicalRequest(_ request: HTTPRequest, payload: String) -> String {
        let headers = canonicalHeaders(request)
        return [
            request.method.rawValue, canonicalPath(request), canonicalQuery(request.query ?? ""),
            headers.map { "\($0):\($1)\n" }.joined(), headers.map(\.name).joined(separator: ";"), payload,
        ].joined(separator: "\n")
    }

    /// - Parameter dateTime: such as `20261120T093045Z`.
    func signature(_ canonicalRequest: String, dateTime: String) -> String {
        let date = String(dateTime.prefix(8))
        let scope = "\(date)/\(region)/\(service.signingName)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(dateTime)\n\(scope)\n" + SHA256.hexDigest(Array(canonicalRequest.utf8))
        var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
        for part in [date, region, service.signingName, "aws4_request", text] {
            key = HMACSHA256.code(for: Array(part.utf8), key: key)
        }
        return key.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func canonicalHeaders(_ request: HTTPRequest) -> [(name: String, value: String)] {
        let unsigned: Set = [
            "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
            "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
        ]
        var values: [String: [String]] = [:]
        for field in request.headers.fields {
            values[field.name.lowercased(), default: []].append(Self.folded(field.value))
        }
        if values["host"] == nil { values["host"] = [request.endpoint.authority] }
        return values.filter { !unsigned.contains($0.key) }
            .map { ($0.key, $0.value.joined(separator: ",")) }.sorted { Self.isBefore($0.0, $1.0) }
    }

    private static func folded(_ value: String) -> String {
        let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
        let words = Array(value.utf8).split { spaces.contains($0) }
        return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    private func canonicalPath(_ request: HTTPRequest) -> String {
        let path = request.endpoint.basePath + request.path
        if service == .s3 { return path }
        var segments: [String] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")).map({ String(decoding: $0, as: UTF8.self) }) {
            switch segment {
            case ".": continue
            case "..": if !segments.isEmpty { segments.removeLast() }
            default: segments.append(Self.encoded(segment))
            }
        }
        let end = segments.isEmpty || path.utf8.last == UInt8(ascii: "/") ? "/" : ""
        return segments.map { "/\($0)" }.joined() + end
    }

    private func canonicalQuery(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { part in
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return halves.map { String(decoding: $0, as: UTF8.self) }
        }
        let sorted = pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }.sorted { one, other in
            one.0.utf8.elementsEqual(other.0.utf8) ? Self.isBefore(one.1, other.1) : Self.isBefore(one.0, other.0)
        }
        return sorted.map { "\($0)=\($1)" }.joined(separator: "&")
    }

    /// By bytes: Swift's own order of strings looks at Unicode's canonical forms.
    private static func isBefore(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            Promises.isAlphanumeric(byte) || "-._~".utf8.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
        }.joined()
    }
}
