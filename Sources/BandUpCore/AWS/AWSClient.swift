package import Base
package import FoundationEssentials

/// Calls one service: signs, sends, repeats what may be repeated, and turns refusals into errors.
package struct AWSClient: Sendable {
    package let service: AWSService
    /// Where the service is called: AWS's own host in the region, or the configured endpoint.
    package let endpoint: HTTPEndpoint
    let signer: SigV4Signer
    let clock: any WallClock
    private let http: any HTTPClient
    private let policy: RetryPolicy
    private let retrier: Retrier

    /// - Parameters:
    ///   - region: where it is not the function's own.
    ///   - policy: nil for the service's own.
    ///   - budget: shared by all calls of the service.
    package init(
        service: AWSService, configuration: AWSConfiguration, http: any HTTPClient,
        clock: any WallClock = SystemClock(), region: String? = nil, policy: RetryPolicy? = nil,
        budget: RetryBudget = RetryBudget()
    ) {
        self.service = service
        self.http = http
        self.clock = clock
        endpoint = configuration.endpoint(for: service, region: region)
        signer = SigV4Signer(
            credentials: configuration.credentials, region: region ?? configuration.region, service: service)
        self.policy = policy ?? service.retryPolicy
        retrier = Retrier(policy: self.policy, budget: budget, clock: clock)
    }

    /// Sends an unsigned request and returns the 2xx. Every attempt is signed afresh: a signature ages.
    ///
    /// - Parameter attemptTimeout: of one attempt, without a byte for so long; nil for the service's usual ones. What remains until `deadline` is
    ///   the limit in any case.
    /// - Throws: the last attempt's error.
    package func send(
        _ request: HTTPRequest, deadline: Deadline, into sink: HTTPResponseSink = .memory,
        attemptTimeout: Duration? = nil
    ) async throws(AWSError) -> HTTPResponse {
        let invocationID = UUID().uuidString.lowercased()
        let payload = PayloadHash(request.body)
        let traceHeader = TraceHeader.current
        return try await retrier.run(until: deadline) { attempt throws(AWSError) in
            let timeouts = try timeouts(until: deadline, attemptTimeout: attemptTimeout)
            var request = request
            signer.sign(&request, payload: payload, at: clock.now)
            // Behind the signature, as the SDKs send them.
            request.headers["x-amzn-trace-id"] = traceHeader
            request.headers["amz-sdk-invocation-id"] = invocationID
            request.headers["amz-sdk-request"] = "attempt=\(attempt); max=\(policy.maxAttempts)"
            return try await exchange(request, timeouts: timeouts, deadline: deadline, into: sink)
        }
    }

    /// Calls an operation of a JSON protocol: DynamoDB, SQS, Secrets Manager.
    ///
    /// - Parameters:
    ///   - target: the value of `X-Amz-Target`, such as `DynamoDB_20120810.GetItem`.
    ///   - body: JSON.
    /// - Returns: the answer's JSON.
    package func call(target: String, body: Data, deadline: Deadline) async throws(AWSError) -> Data {
        var request = HTTPRequest(.post, endpoint, body: HTTPBody(body))
        request.headers = ["content-type": service.jsonContentType, "x-amz-target": target]
        // SQS once spoke another protocol; the header keeps the error codes of that time beside the new ones.
        if service == .sqs { request.headers["x-amzn-query-mode"] = "true" }
        return try await send(request, deadline: deadline).body
    }

    private func exchange(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, deadline: Deadline, into sink: HTTPResponseSink
    ) async throws(AWSError) -> HTTPResponse {
        let response: HTTPResponse
        do {
            response = try await http.send(request, timeouts: timeouts, into: sink)
        } catch .timedOut where deadline.hasPassed(on: clock) {
            throw .deadlineExceeded
        } catch {
            throw .transport(error)
        }
        if let header = response.headers["x-amz-crc32"], case .memory = sink {
            guard UInt32(header) == CRC32.checksum(response.body) else {
                throw .malformedAnswer(operation: "x-amz-crc32")
            }
        }
        guard response.isSuccess else { throw .service(AWSServiceError(response)) }
        return response
    }

    private func timeouts(until deadline: Deadline, attemptTimeout: Duration?) throws(AWSError) -> HTTPTimeouts {
        let remaining = deadline.remaining(on: clock)
        guard remaining > .zero else { throw .deadlineExceeded }
        let total = min(remaining, attemptTimeout ?? service.attemptTimeout ?? remaining)
        return HTTPTimeouts(
            connect: min(.seconds(3), total), stall: min(attemptTimeout ?? service.stallTimeout, total), total: total)
    }
}
