import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct AWSClientTests {
    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func client(
        _ service: AWSService, _ http: FakeAWS, budget: RetryBudget = RetryBudget()
    ) -> AWSClient {
        AWSClient(service: service, configuration: .test(), http: http, clock: clock, budget: budget)
    }

    @Test("a JSON call is a signed POST with target, content type and the SDKs' headers")
    func jsonCall() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"ok":true}"#)])
        let answer = try await client(.dynamoDB, http).call(
            target: "DynamoDB_20120810.GetItem", body: Data("{}".utf8), deadline: deadline)
        #expect(String(decoding: answer, as: UTF8.self) == #"{"ok":true}"#)

        let request = try #require(await http.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://dynamodb.eu-central-1.amazonaws.com/")
        #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.GetItem")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        #expect(request.headers["x-amz-date"] == "20261120T093045Z")
        #expect(request.headers["x-amz-security-token"] == "token")
        #expect(request.headers["amz-sdk-request"] == "attempt=1; max=4")
        #expect(request.body.bytes == Data("{}".utf8))
        let authorization = try #require(request.headers["authorization"])
        #expect(authorization.contains("Credential=AKID/20261120/eu-central-1/dynamodb/aws4_request"))
        #expect(authorization.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"))
    }

    @Test(
        "each JSON service has its content type",
        arguments: [(AWSService.sqs, "1.0"), (.secretsManager, "1.1"), (.dynamoDB, "1.0")])
    func contentTypes(service: AWSService, version: String) async throws {
        let http = FakeAWS([.answer(200)])
        _ = try await client(service, http).call(target: "T", body: Data(), deadline: deadline)
        let headers = try #require(await http.requests.first).headers
        #expect(headers["content-type"] == "application/x-amz-json-\(version)")
        #expect(headers["x-amzn-query-mode"] == (service == .sqs ? "true" : nil))
    }

    @Test("every attempt is signed afresh and counted; the invocation id stays")
    func attempts() async throws {
        let http = FakeAWS([.answer(500), .failure(.connectionLost(requestMayHaveArrived: true)), .answer(200)]) {
            [clock] in clock.advance(by: .seconds(2))
        }
        _ = try await client(.sqs, http).call(target: "T", body: Data(), deadline: deadline)
        let headers = await http.requests.map(\.headers)
        #expect(headers.map { $0["amz-sdk-request"] } == (1...3).map { "attempt=\($0); max=3" })
        #expect(Set(headers.map { $0["amz-sdk-invocation-id"] }).count == 1)
        #expect(Set(headers.map { $0["x-amz-date"] }).count == 3)
        #expect(Set(headers.map { $0["authorization"] }).count == 3)
        #expect(headers.allSatisfy { $0.fields.count { $0.name == "authorization" } == 1 })
    }

    @Test(
        "what the service says of itself decides on another attempt",
        arguments: [
            (400, #"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}"#, true),
            (400, #"{"__type":"com.amazon.coral.availability#ThrottlingException"}"#, true),
            (400, #"{"__type":"ReplicatedWriteConflictException"}"#, true),
            (429, "", true), (500, "", true), (502, "<html>", true), (503, "", true), (504, "", true),
            (400, #"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}"#, false),
            (400, #"{"__type":"ValidationException"}"#, false), (403, "", false), (404, "", false), (408, "", false),
            (424, "", false), (501, "", false), (301, "", false), (307, "", false),
        ])
    func retried(status: Int, body: String, isRetried: Bool) async throws {
        let http = FakeAWS([.answer(status, [:], body), .answer(200)])
        let client = client(.dynamoDB, http)
        do {
            _ = try await client.call(target: "T", body: Data(), deadline: deadline)
            #expect(isRetried)
        } catch {
            #expect(!isRetried)
            #expect(error.serviceError?.status == status)
        }
        #expect(await http.requests.count == (isRetried ? 2 : 1))
    }

    @Test(
        "of faults without an answer, those that pass are tried again",
        arguments: [
            (HTTPClientError.connect(host: "h", reason: "r"), true), (.nameResolution(host: "h"), true),
            (.connectionLost(requestMayHaveArrived: true), true), (.timedOut(.stall), true),
            (.tls(host: "h", reason: "r"), false), (.cancelled, false), (.responseTooLarge(limit: 1), false),
            (.file(path: "p", reason: "r"), false), (.transport(reason: "r"), false),
        ])
    func transportFaults(fault: HTTPClientError, isRetried: Bool) async throws {
        let http = FakeAWS([.failure(fault), .answer(200)])
        let client = client(.sqs, http)
        do {
            _ = try await client.call(target: "T", body: Data(), deadline: deadline)
            #expect(isRetried)
        } catch {
            #expect(error == .transport(fault))
        }
        #expect(await http.requests.count == (isRetried ? 2 : 1))
    }

    @Test("the last attempt's error is thrown when all have failed")
    func exhausted() async throws {
        let http = FakeAWS([.answer(500), .answer(500), .answer(503, ["x-amzn-requestid": "last"]), .answer(200)])
        let client = client(.sqs, http)
        let error = await #expect(throws: AWSError.self) {
            try await client.call(target: "T", body: Data(), deadline: deadline)
        }
        #expect(error?.serviceError?.requestID == "last")
        #expect(await http.requests.count == 3)
    }

    @Test("a pause that the service asks for is kept")
    func retryAfter() async throws {
        let http = FakeAWS([
            .answer(503, ["Retry-After": "7"]), .answer(429, ["x-amz-retry-after": "2500"]), .answer(200),
        ])
        _ = try await client(.sqs, http).call(target: "T", body: Data(), deadline: deadline)
        #expect(clock.pauses == [.seconds(7), .milliseconds(2500)])
    }

    @Test("a pause that does not fit before the deadline ends the attempts at once")
    func retryAfterBeyondDeadline() async throws {
        let http = FakeAWS([.answer(503, ["retry-after": "120"])])
        let client = client(.sqs, http)
        await #expect(throws: AWSError.self) { try await client.call(target: "T", body: Data(), deadline: deadline) }
        #expect(clock.pauses.isEmpty)
    }

    @Test("an answer whose checksum is wrong is fetched again; a right one is taken")
    func checksum() async throws {
        let http = FakeAWS([
            .answer(200, ["x-amz-crc32": "1"], "{}"), .answer(200, ["x-amz-crc32": "2745614147"], "{}"),
        ])
        let answer = try await client(.dynamoDB, http).call(target: "T", body: Data(), deadline: deadline)
        #expect(answer == Data("{}".utf8))
        #expect(await http.requests.count == 2)
    }

    @Test("nothing is sent after the deadline")
    func deadlinePassed() async throws {
        let http = FakeAWS([.answer(200)])
        let client = client(.sqs, http)
        let past = Deadline(clock.now)
        await #expect(throws: AWSError.deadlineExceeded) {
            try await client.call(target: "T", body: Data(), deadline: past)
        }
        #expect(await http.requests.isEmpty)
    }

    @Test("an attempt that the deadline ended is reported so, one that it did not is tried again")
    func deadlineDuringAttempt() async throws {
        let http = FakeAWS([.failure(.timedOut(.total)), .failure(.timedOut(.total))]) { [clock] in
            clock.advance(by: .seconds(30))
        }
        let client = client(.sqs, http)
        let deadline = Deadline.after(.seconds(50), on: clock)
        await #expect(throws: AWSError.deadlineExceeded) {
            try await client.call(target: "T", body: Data(), deadline: deadline)
        }
        #expect(await http.requests.count == 2)
    }

    @Test("an attempt gets the service's timeout, and never more than what is left")
    func timeouts() async throws {
        let http = FakeAWS([.answer(200), .answer(200), .answer(200)])
        let client = client(.dynamoDB, http)
        _ = try await client.call(target: "T", body: Data(), deadline: deadline)
        _ = try await client.call(target: "T", body: Data(), deadline: .after(.seconds(2), on: clock))
        _ = try await client.send(
            HTTPRequest(.get, client.endpoint), deadline: deadline, attemptTimeout: .milliseconds(500))
        let timeouts = await http.exchanges.map(\.timeouts)
        #expect(timeouts.map(\.total) == [.seconds(10), .seconds(2), .milliseconds(500)])
        #expect(timeouts.map(\.connect) == [.seconds(3), .seconds(2), .milliseconds(500)])
        #expect(timeouts.map(\.stall) == [.seconds(10), .seconds(2), .milliseconds(500)])
    }

    @Test("calls of one service share the retry budget")
    func sharedBudget() async throws {
        let http = FakeAWS([.answer(500), .answer(500), .answer(500)])
        // Enough for one retry after a fault, which costs 14.
        let budget = RetryBudget(capacity: 20)
        for _ in 1...2 {
            let client = client(.sqs, http, budget: budget)
            await #expect(throws: AWSError.self) {
                try await client.call(target: "T", body: Data(), deadline: deadline)
            }
        }
        #expect(await http.requests.count == 3)
    }

    @Test("another region is called and signed for where the client was given one")
    func region() async throws {
        let http = FakeAWS([.answer(200)])
        let client = AWSClient(
            service: .bedrockRuntime, configuration: .test(), http: http, clock: clock, region: "us-east-1")
        _ = try await client.send(HTTPRequest(.get, client.endpoint), deadline: deadline)
        let request = try #require(await http.requests.first)
        #expect(request.endpoint.host == "bedrock-runtime.us-east-1.amazonaws.com")
        #expect(request.headers["authorization"]?.contains("/us-east-1/bedrock/aws4_request") == true)
    }
}
