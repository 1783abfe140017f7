public import Base
public import FoundationEssentials

/// Objects in S3: fetched to a file, stored, looked up, and presigned for a browser or an app.
public struct S3Client: Sendable {
    private let client: AWSClient

    public init(
        configuration: AWSConfiguration, http: any HTTPClient, clock: any WallClock = SystemClock(),
        budget: RetryBudget = RetryBudget()
    ) {
        client = AWSClient(service: .s3, configuration: configuration, http: http, clock: clock, budget: budget)
    }

    /// Streams an object into the file at `path`, which is created or replaced.
    ///
    /// - Parameter limit: in bytes; a longer object ends the transfer, with `AWSError.isTooLarge`.
    package func getObject(
        bucket: String, key: String, toFile path: String, limit: Int, deadline: Deadline
    ) async throws(AWSError) -> S3Object {
        let response = try await client.send(
            request(.get, bucket: bucket, key: key), deadline: deadline, into: .file(path: path, limit: limit))
        guard let object = S3Object(response.headers) else { throw .malformedAnswer(operation: "GetObject") }
        return object
    }

    package func headObject(bucket: String, key: String, deadline: Deadline) async throws(AWSError) -> S3Object {
        let response = try await client.send(request(.head, bucket: bucket, key: key), deadline: deadline)
        guard let object = S3Object(response.headers) else { throw .malformedAnswer(operation: "HeadObject") }
        return object
    }

    /// Stores a small object from memory.
    package func putObject(
        bucket: String, key: String, body: Data, contentType: String, deadline: Deadline
    ) async throws(AWSError) {
        var request = request(.put, bucket: bucket, key: key)
        request.headers["content-type"] = contentType
        request.body = HTTPBody(body)
        _ = try await client.send(request, deadline: deadline)
    }

    /// A small object, in memory.
    ///
    /// - Parameter limit: bytes; a larger object is `.transport(.responseTooLarge)`.
    package func getObject(bucket: String, key: String, limit: Int, deadline: Deadline) async throws(AWSError) -> Data {
        try await client.send(
            request(.get, bucket: bucket, key: key), deadline: deadline, into: .memory(limit: limit)
        ).body
    }

    /// The host that answers for the objects of `bucket`.
    package func endpoint(ofBucket bucket: String) -> HTTPEndpoint {
        request(.head, bucket: bucket, key: "").endpoint
    }

    /// Removes an object; one that is not there is removed already.
    package func deleteObject(bucket: String, key: String, deadline: Deadline) async throws(AWSError) {
        _ = try await client.send(request(.delete, bucket: bucket, key: key), deadline: deadline)
    }

    /// A URL with which a client may upload one object.
    ///
    /// - Parameters:
    ///   - contentType: signed, so that the client can store no other.
    ///   - contentLength: signed when given: S3 then takes exactly as many bytes. A range can't be signed in a URL.
    ///   - expires: at most seven days, S3's own limit; more is cut down to that. Ends earlier with the credentials.
    public func presignedPut(
        bucket: String, key: String, contentType: String, contentLength: Int? = nil, expires: Duration, at date: Date
    ) -> S3PresignedRequest {
        var request = request(.put, bucket: bucket, key: key)
        if let contentLength { request.headers["content-length"] = String(contentLength) }
        request.headers["content-type"] = contentType
        return presigned(request, expires: expires, at: date)
    }

    /// A URL with which a client may fetch one object. `expires` as for `presignedPut`.
    package func presignedGet(bucket: String, key: String, expires: Duration, at date: Date) -> S3PresignedRequest {
        presigned(request(.get, bucket: bucket, key: key), expires: expires, at: date)
    }

    private func presigned(_ request: HTTPRequest, expires: Duration, at date: Date) -> S3PresignedRequest {
        let limited = min(max(expires, .seconds(1)), .seconds(604_800))
        return S3PresignedRequest(
            url: client.signer.presign(request, expires: limited, at: date), headers: request.headers, expires: limited)
    }

    /// Bucket in the host name where AWS's certificate covers it (a name with dots it does not), else in the path. An
    /// emulator's host has no subdomains: there always in the path.
    private func request(_ method: HTTPRequest.Method, bucket: String, key: String) -> HTTPRequest {
        let endpoint = client.endpoint
        let encodedKey = PercentEncoding.encode(key, keepingSlash: true)
        let isLabel = S3Location.isBucketName(bucket) && !bucket.contains(".")
        guard isLabel, endpoint.isAWS else {
            let encodedBucket = PercentEncoding.encode(bucket)
            return HTTPRequest(method, endpoint, path: "/\(encodedBucket)/\(encodedKey)")
        }
        let host = HTTPEndpoint(
            scheme: endpoint.scheme, host: "\(bucket).\(endpoint.host)", port: endpoint.port,
            basePath: endpoint.basePath)
        return HTTPRequest(method, host, path: "/\(encodedKey)")
    }
}

extension HTTPEndpoint {
    /// One of AWS's own hosts.
    fileprivate var isAWS: Bool {
        [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"].contains { host.hasSuffix($0) }
    }
}
