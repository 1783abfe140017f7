import BandUpCore
import BandUpJobs
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite struct InvocationLoopTests {
    private struct Unsafe: Error { let essay = "the learner's essay" }
    private typealias Fake = FakeRuntimeAPI

    private let log = LogRecorder()
    private let metrics = LogRecorder()

    private func run(
        _ api: FakeRuntimeAPI, clock: any WallClock = SystemClock(), _ handler: ClosureHandler = .echo
    ) async throws -> InvocationLoop.StopReason {
        let client = RuntimeAPIClient(endpoint: try #require(HTTPEndpoint("http://127.0.0.1:9001")), http: api)
        return await InvocationLoop(
            api: client, handler: handler, logger: log.logger(), clock: clock,
            metricsWriter: MetricsWriter(namespace: "N", function: "f", write: metrics.write), started: clock.now
        ).run()
    }

    @Test("each event is answered under its own request id")
    func answers() async throws {
        let api = Fake(next: [Fake.invocation("r-1", event: #"{"a":1}"#), Fake.invocation("r-2", event: "[]")])
        #expect(try await run(api) == .containerError)
        let posts = await api.posts
        #expect(
            posts.map(\.path) == [
                "/2018-06-01/runtime/invocation/r-1/response", "/2018-06-01/runtime/invocation/r-2/response",
            ])
        #expect(posts.map(\.body) == [#"{"a":1}"#, "[]"])
        #expect(posts[0].headers["content-type"] == "application/json")
        #expect(posts[0].headers[RuntimeAPIHeader.invocationID] == nil)
    }

    @Test("the handler is told request, deadline, function and trace")
    func context() async throws {
        let deadline = Date(timeIntervalSince1970: 4_000_000_000.25)
        let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
        let api = Fake(next: [
            Fake.invocation("r-1", headers: ["Lambda-Runtime-Trace-Id": trace], deadline: deadline),
            Fake.invocation("r-2"),
        ])
        let seen = Locked<LambdaContext?>(nil)
        let traces = Locked<[String?]>([])
        _ = try await run(
            api,
            ClosureHandler { event, context in
                if context.requestID == "r-1" { seen.value = context }
                traces.value.append(InvocationScope.current?.traceHeader)
                context.logger.info("here")
                return LambdaAnswer(event)
            })
        let context = try #require(seen.value)
        #expect(context.requestID == "r-1")
        #expect(context.deadline.date == deadline)
        #expect(context.invokedFunctionARN == "arn:aws:lambda:eu-west-1:123456789012:function:f")
        #expect(context.traceID == trace)
        #expect(traces.value == [trace, nil])
        #expect(log.text.contains(#""requestId":"r-1""#))
        #expect(log.text.contains(#""traceId":"1-5759e988-bd862e3fe1be46a994272793""#))
    }

    @Test("the first invocation tells of the cold start, each of its own figures, also of what follows the answer")
    func metricsOfInvocations() async throws {
        let api = Fake(next: [Fake.invocation("r-1"), Fake.invocation("r-2"), Fake.invocation("r-3")])
        _ = try await run(
            api,
            ClosureHandler { event, context in
                guard context.requestID != "r-3" else { return LambdaAnswer(event) }
                InvocationScope.metrics?.count(.retries, context.requestID == "r-1" ? 1 : 2)
                return LambdaAnswer(event) { InvocationScope.metrics?.count(.duplicatesAvoided) }
            })
        let documents = try metrics.lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
        #expect(documents.map { $0["requestId"] } == ["r-1", "r-2"])
        #expect(documents.map { $0["ColdStart"] } == [1, nil])
        #expect(documents[0]["InitDuration"] != nil)
        #expect(documents.map { $0["Retries"] } == [1, 2])
        #expect(documents.map { $0["DuplicatesAvoided"] } == [1, 1])
    }

    @Test("a throwing handler is logged and reported, and the next event is handled")
    func throwing() async throws {
        let api = Fake(next: [Fake.invocation("bad", event: "bad"), Fake.invocation("good", event: "good")])
        _ = try await run(
            api,
            ClosureHandler { event, _ in
                if event == Data("bad".utf8) { throw Unsafe() }
                return LambdaAnswer(event)
            })
        let posts = await api.posts
        #expect(
            posts.map(\.path) == [
                "/2018-06-01/runtime/invocation/bad/error", "/2018-06-01/runtime/invocation/good/response",
            ])
        #expect(posts[0].headers[RuntimeAPIHeader.errorType] == "Function.Unsafe")
        #expect(posts[0].headers[RuntimeAPIHeader.xrayErrorCause] == nil)
        let body = try JSONDecoder().decode([String: JSONValue].self, from: Data(posts[0].body.utf8))
        #expect(body["errorType"] == "Function.Unsafe")
        #expect(body["errorMessage"]?.stringValue?.isEmpty == false)
        #expect(body["stackTrace"] == [])
        #expect(!posts[0].body.contains("essay") && !log.text.contains("essay"))
        #expect(log.lines.contains { $0.contains(#""level":"ERROR""#) && $0.contains("bad") })
    }

    @Test("the invocation id, where the Runtime API sends one, goes back with response and error")
    func invocationID() async throws {
        let headers: HTTPHeaders = ["Lambda-Runtime-Invocation-Id": "i-7"]
        let api = Fake(next: [Fake.invocation("a", headers: headers), Fake.invocation("b", headers: headers)])
        _ = try await run(
            api,
            ClosureHandler { event, context in
                if context.requestID == "b" { throw Unsafe() }
                return LambdaAnswer(event)
            })
        #expect(await api.posts.map { $0.headers["Lambda-Runtime-Invocation-Id"] } == ["i-7", "i-7"])
    }

    @Test("a traced invocation's error carries its cause for X-Ray, as JSON in one line of ASCII")
    func xrayCause() async throws {
        let api = Fake(next: [Fake.invocation("a", headers: ["Lambda-Runtime-Trace-Id": "Root=1-2-3"])])
        _ = try await run(
            api, ClosureHandler { _, _ in throw InvocationError(errorType: "Function.X", message: "größer\n\"") })
        let posts = await api.posts
        let cause = try #require(posts.first?.headers[RuntimeAPIHeader.xrayErrorCause])
        #expect(cause.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(cause.utf8))
        #expect(
            json["exceptions"] == [["type": "Function.X", "message": "gr??er\n\"", "stack": []]])
    }

    @Test("a response over Lambda's limit is reported as that, and one just below it goes through")
    func largeResponses() async throws {
        let api = Fake(next: [Fake.invocation("over"), Fake.invocation("under")])
        _ = try await run(
            api,
            ClosureHandler { _, context in
                LambdaAnswer(Data(repeating: 0x20, count: context.requestID == "over" ? 6_291_557 : 6_291_556))
            })
        let posts = await api.posts
        #expect(posts.map { $0.path.split(separator: "/").last } == ["error", "response"])
        #expect(posts[0].headers[RuntimeAPIHeader.errorType] == "Function.ResponseSizeTooLarge")
        #expect(posts[0].body.contains("6291557 bytes"))
    }

    @Test("a response that the Runtime API finds too large is reported as the invocation's error")
    func rejectedAsTooLarge() async throws {
        let api = Fake(next: [Fake.invocation("a")], postResults: [.success(413)])
        _ = try await run(api)
        let posts = await api.posts
        #expect(posts.map { $0.path.split(separator: "/").last } == ["response", "error"])
        #expect(posts[1].headers[RuntimeAPIHeader.errorType] == "Function.ResponseSizeTooLarge")
    }

    @Test(
        "an outcome that is refused or lost is logged, and the next event is handled",
        arguments: [
            .success(400), .success(403), .failure(.connectionLost(requestMayHaveArrived: true)),
            .failure(.timedOut(.total)),
        ] as [Result<Int, HTTPClientError>])
    func refusedPost(result: Result<Int, HTTPClientError>) async throws {
        let api = Fake(next: [Fake.invocation("a"), Fake.invocation("b")], postResults: [result])
        #expect(try await run(api) == .containerError)
        #expect(await api.journal == ["next", "response", "next", "response", "next"])
        #expect(log.lines.contains { $0.contains("not taken") && $0.contains(#""requestId":"a""#) })
    }

    @Test("a 5xx to a post ends the loop without another call")
    func containerError() async throws {
        let api = Fake(next: [Fake.invocation("a"), Fake.invocation("b")], postResults: [.success(500)])
        #expect(try await run(api) == .containerError)
        #expect(await api.journal == ["next", "response"])
    }

    @Test("a refused connection ends the loop at once")
    func unreachable() async throws {
        let api = Fake(next: [.failure(.connect(host: "127.0.0.1", reason: "refused"))])
        #expect(try await run(api) == .unreachable)
        #expect(await api.nextCount == 1)
    }

    @Test("a passing failure of next is survived, a lasting one ends the loop after five")
    func failingNext() async throws {
        let lost = Result<HTTPResponse, HTTPClientError>.failure(.connectionLost(requestMayHaveArrived: true))
        let api = Fake(
            next: [lost, .success(HTTPResponse(status: 403)), Fake.invocation("a"), lost, Fake.invocation("b")]
                + Array(repeating: .success(HTTPResponse(status: 200)), count: 9))
        #expect(try await run(api, clock: ImpatientClock()) == .noInvocation(failures: 5))
        #expect(await api.posts.count == 2)
        #expect(await api.nextCount == 10)
        #expect(log.text.contains("Lambda-Runtime-Aws-Request-Id"))
    }

    @Test("waiting for an invocation may take months, posting a pause of seconds")
    func timeouts() async throws {
        let api = Fake(next: [Fake.invocation("a")])
        _ = try await run(api)
        let timeouts = await api.timeouts
        #expect(timeouts[0].total == nil && timeouts[0].stall > .seconds(30 * 86400))
        #expect(timeouts[1].stall <= .seconds(10))
    }

    @Test("what is left to do runs after the answer and before the next event")
    func afterwards() async throws {
        let api = Fake(next: [Fake.invocation("a"), Fake.invocation("b")])
        _ = try await run(
            api,
            ClosureHandler { event, context in
                LambdaAnswer(event) {
                    await api.note("start")
                    try? await Task.sleep(for: .milliseconds(20))
                    await api.note("end")
                }
            })
        #expect(
            await api.journal == [
                "next", "response", "start", "end", "next", "response", "start", "end", "next",
            ])
    }

    @Test("what is left to do is done even if the answer was too large or refused")
    func afterwardsInSpiteOfRefusal() async throws {
        let api = Fake(
            next: [Fake.invocation("a"), Fake.invocation("b")], postResults: [.success(202), .success(403)])
        _ = try await run(
            api,
            ClosureHandler { event, context in
                LambdaAnswer(context.requestID == "a" ? Data(count: 7 << 20) : event) { await api.note("work") }
            })
        #expect(await api.journal == ["next", "error", "work", "next", "response", "work", "next"])
    }

    @Test("work that outlasts the deadline is cancelled before it")
    func afterwardsCutOff() async throws {
        let deadline = Date(timeIntervalSinceNow: 0.7)
        let api = Fake(next: [Fake.invocation("a", deadline: deadline), Fake.invocation("b")])
        let end = Locked<Date?>(nil)
        _ = try await run(
            api,
            ClosureHandler { event, context in
                guard context.requestID == "a" else { return LambdaAnswer(event) }
                return LambdaAnswer(event) {
                    try? await Task.sleep(for: .seconds(600))
                    end.value = Task.isCancelled ? Date() : nil
                }
            })
        #expect(try #require(end.value) < Date(timeIntervalSinceNow: 300))
        #expect(await api.posts.count == 2)
        #expect(log.text.contains("cut off by the deadline"))
    }
}

/// The time of day, without sleeping.
private struct ImpatientClock: WallClock {
    var now: Date { Date() }
    func sleep(for duration: Duration) async throws {}
}

/// A value that a handler's task sets and the test reads.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value

    init(_ value: Value) { stored = value }

    var value: Value {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
