import Base
public import FoundationEssentials

/// Signs requests with AWS Signature Version 4, in headers or in the query ("presigned").
///
/// The oracle is botocore: Tests/BandUpCoreTests/Golden/AWS/sigv4.json holds what it makes of some hundred requests.
/// Everything is built in byte buffers: a signature is a few hundred bytes of ASCII that are hashed and thrown away.
public struct SigV4Signer: Sendable {
    private let credentials: AWSCredentials
    private let region: String
    private let service: AWSService
    private let keys: SigningKeyCache
    /// The session token as it stands in a query: a thousand bytes that need not be encoded again for every URL.
    private let encodedToken: [UInt8]?

    /// Copies share the signing key of the day; make one signer for each service and keep it.
    public init(credentials: AWSCredentials, region: String, service: AWSService) {
        self.credentials = credentials
        self.region = region
        self.service = service
        keys = SigningKeyCache(
            secretAccessKey: credentials.secretAccessKey, region: region, signingName: service.signingName)
        encodedToken = credentials.sessionToken.map { Array(PercentEncoding.encode($0).utf8) }
    }

    /// Adds `x-amz-date`, `x-amz-security-token` and `authorization`, and for S3 `x-amz-content-sha256`. Signed are all
    /// headers present, but for those that proxies may change; headers added later are not part of the signature.
    ///
    /// A request can be signed again, for another attempt.
    public func sign(_ request: inout HTTPRequest, payload: PayloadHash, at date: Date) {
        let timestamp = SigV4Timestamp(date)
        request.headers["authorization"] = nil
        request.headers["x-amz-date"] = String(decoding: timestamp.dateTime, as: UTF8.self)
        if let token = credentials.sessionToken { request.headers["x-amz-security-token"] = token }
        if service == .s3 { request.headers["x-amz-content-sha256"] = payload.text }

        let headers = CanonicalHeaders(request.headers, host: request.endpoint.authority)
        let query = request.query.map { Array($0.utf8) } ?? []
        let signature = signature(of: request, query: query, headers: headers, payload: payload, timestamp: timestamp)

        var authorization: [UInt8] = []
        authorization.reserveCapacity(320)
        authorization.append(contentsOf: "AWS4-HMAC-SHA256 Credential=".utf8)
        authorization.append(contentsOf: credentials.accessKeyID.utf8)
        authorization.append(UInt8(ascii: "/"))
        appendScope(timestamp, to: &authorization)
        authorization.append(contentsOf: ", SignedHeaders=".utf8)
        headers.appendNames(to: &authorization)
        authorization.append(contentsOf: ", Signature=".utf8)
        Hexadecimal.append(signature, to: &authorization)
        request.headers.append("authorization", String(decoding: authorization, as: UTF8.self))
    }

    /// The request's URL with the signature in its query. Whoever has it may send this request, with exactly the headers
    /// given here, until `expires` has passed or the credentials end.
    ///
    /// - Parameters:
    ///   - request: for services other than S3, without a body.
    ///   - expires: in whole seconds.
    package func presign(_ request: HTTPRequest, expires: Duration, at date: Date) -> String {
        let timestamp = SigV4Timestamp(date)
        let headers = CanonicalHeaders(request.headers, host: request.endpoint.authority)

        var query: [UInt8] = []
        query.reserveCapacity(640 + (encodedToken?.count ?? 0))
        if let own = request.query, !own.isEmpty {
            query.append(contentsOf: own.utf8)
            query.append(UInt8(ascii: "&"))
        }
        query.append(contentsOf: "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=".utf8)
        PercentEncoding.append(credentials.accessKeyID, to: &query)
        query.append(contentsOf: "%2F".utf8)
        appendScope(timestamp, separator: "%2F", to: &query)
        query.append(contentsOf: "&X-Amz-Date=".utf8)
        query.append(contentsOf: timestamp.dateTime)
        query.append(contentsOf: "&X-Amz-Expires=".utf8)
        query.append(contentsOf: String(expires.components.seconds).utf8)
        query.append(contentsOf: "&X-Amz-SignedHeaders=".utf8)
        headers.appendNames(to: &query, separator: "%3B")
        if let encodedToken {
            query.append(contentsOf: "&X-Amz-Security-Token=".utf8)
            query.append(contentsOf: encodedToken)
        }
        let signature = signature(
            of: request, query: query, headers: headers, payload: service == .s3 ? .unsigned : .empty,
            timestamp: timestamp)
        query.append(contentsOf: "&X-Amz-Signature=".utf8)
        Hexadecimal.append(signature, to: &query)

        var request = request
        request.query = String(decoding: query, as: UTF8.self)
        return request.url
    }

    /// The canonical request, which is what a test compares first.
    func canonicalRequest(
        of request: HTTPRequest, query: [UInt8], headers: CanonicalHeaders, payload: PayloadHash
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024 + query.count)
        bytes.append(contentsOf: request.method.rawValue.utf8)
        bytes.append(UInt8(ascii: "\n"))
        CanonicalPath.append(base: request.endpoint.basePath, path: request.path, for: service, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        CanonicalQuery.append(query, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        headers.appendLines(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        headers.appendNames(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: payload.text.utf8)
        return bytes
    }

    private func signature(
        of request: HTTPRequest, query: [UInt8], headers: CanonicalHeaders, payload: PayloadHash,
        timestamp: SigV4Timestamp
    ) -> [UInt8] {
        let canonical = canonicalRequest(of: request, query: query, headers: headers, payload: payload)
        var stringToSign: [UInt8] = []
        stringToSign.reserveCapacity(192)
        stringToSign.append(contentsOf: "AWS4-HMAC-SHA256\n".utf8)
        stringToSign.append(contentsOf: timestamp.dateTime)
        stringToSign.append(UInt8(ascii: "\n"))
        appendScope(timestamp, to: &stringToSign)
        stringToSign.append(UInt8(ascii: "\n"))
        Hexadecimal.append(SHA256.digest(canonical), to: &stringToSign)
        return HMACSHA256.code(for: stringToSign, key: keys.key(for: timestamp))
    }

    /// `20261120/eu-central-1/s3/aws4_request`
    private func appendScope(_ timestamp: SigV4Timestamp, separator: StaticString = "/", to bytes: inout [UInt8]) {
        bytes.append(contentsOf: timestamp.date)
        bytes.append(contentsOf: separator.bytes)
        bytes.append(contentsOf: region.utf8)
        bytes.append(contentsOf: separator.bytes)
        bytes.append(contentsOf: service.signingName.utf8)
        bytes.append(contentsOf: separator.bytes)
        bytes.append(contentsOf: "aws4_request".utf8)
    }
}
