import BandUpCore
import BandUpLambda
import Foundation
import TestSupport
import Testing

@testable import BandUpJobs
@testable import Base

private let job = #"{"session_id": "s-1", "user_id": "anna@example.com", "text": "hello"}"#

@Suite("What logs and metrics tell of a job") struct JobTellingTests {
    private let log = LogRecorder()
    private let written = LogRecorder()

    /// Delivers as the invocation loop does, inside a scope.
    private func deliver(_ fixture: EchoFixture, _ messages: JSONValue..., remaining: Duration = .seconds(300))
        async throws
    {
        let context = LambdaContext(
            requestID: "r-1", deadline: .after(remaining, on: fixture.clock), invokedFunctionARN: "arn",
            logger: log.logger().with(.identifier("requestId", "r-1")))
        let event = try JSONEncoder().encode(JSONValue.object(["Records": .array(messages)]))
        let scope = InvocationScope(
            traceHeader: nil, writer: MetricsWriter(namespace: "N", function: "f", write: written.write),
            properties: [.identifier("requestId", "r-1")])
        _ = try await InvocationScope.$current.withValue(scope) {
            try await fixture.function.handle(event, context: context)
        }
        scope.writeMetrics()
    }

    private func objects(_ recorder: LogRecorder) throws -> [JSONValue] {
        try recorder.lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }

    private func sum(_ metric: Metric) throws -> Int64 {
        try objects(written).reduce(0) { sum, object in
            guard case .integer(let value)? = object[metric.name] else { return sum }
            return sum + value
        }
    }

    private func lastLine() throws -> JSONValue {
        try #require(try objects(log).last { $0["message"] == "job finished" })
    }

    @Test("a completed job has one last line with outcome, steps and attempt")
    func completed() async throws {
        let fixture = try EchoFixture { request, context throws(JobError) in
            await context.step(.fetch) { context.metrics.count(.pages, 7) }
            context.step.record(.read, .milliseconds(12))
            return EchoWorker.Outcome(echo: request.text)
        }
        try await deliver(fixture, fixture.message(job))
        let line = try lastLine()
        #expect(line["outcome"] == "completed" && line["attempt"] == 1 && line["requestId"] == "r-1")
        #expect(line["jobId"] == "s-1" && line["readMs"] == 12)
        for field in ["claimMs", "fetchMs", "storeMs", "durationMs"] { #expect(line[field] != nil, "\(field)") }
        #expect(line["model"] == nil && line["costUSD"] == nil && line["generateMs"] == nil)
        #expect(try sum(.jobsCompleted) == 1 && sum(.jobsFailed) == 0 && sum(.pages) == 7)
        let steps = try objects(written).compactMap { $0["Step"]?.stringValue }
        #expect(steps.sorted() == ["claim", "fetch", "read", "store"])
        #expect(try objects(written).allSatisfy { $0["jobId"] == "s-1" && $0["requestId"] == "r-1" })
        #expect(try objects(log).filter { $0["message"] == "job finished" }.count == 1)
    }

    @Test(
        "a line tells a learner by a hash, the same in each line of a function and another one in the next function's")
    func userHash() async throws {
        let fixture = try EchoFixture()
        try await deliver(fixture, fixture.message(job))
        let hash = try #require(try lastLine()["userHash"]?.stringValue)
        #expect(hash.count == 16 && hash.allSatisfy(\.isHexDigit))
        #expect(!log.text.contains("anna") && !written.text.contains("anna"))
        let user = try userID("anna@example.com")
        #expect(LogField.userHash(user, salt: "f") == .userHash(user, salt: "f"))
        #expect(LogField.userHash(user, salt: "f") != .userHash(user, salt: "g"))
    }

    @Test("a job id with an address in it stands as a hash in log and metrics")
    func addressAsID() async throws {
        let fixture = try EchoFixture()
        try await deliver(fixture, fixture.message(job.replacing("s-1", with: "bob@example.com-1")))
        #expect(!log.text.contains("bob") && !written.text.contains("bob") && !log.text.contains("@"))
        #expect(try lastLine()["jobId"]?.stringValue?.hasPrefix("hash-") == true)
    }

    @Test("failures count as failed, released or given up on the last delivery")
    func failures() async throws {
        let blocked = try EchoFixture { _, _ throws(JobError) in throw .blocked }
        try await deliver(blocked, blocked.message(job))
        #expect(try lastLine()["outcome"] == "failed")
        #expect(try objects(log).contains { $0["message"] == "job failed" && $0["errorCode"] == "unprocessable" })

        let throttled = try EchoFixture(environment: ["MAX_RECEIVE_COUNT": "2"]) { _, _ throws(JobError) in
            throw .throttled
        }
        try await deliver(throttled, throttled.message(job))
        #expect(try lastLine()["outcome"] == "released")
        try await deliver(throttled, throttled.message(job, receiveCount: 2))
        let last = try lastLine()
        #expect(last["outcome"] == "failed" && last["attempt"] == 2 && last["recoverMs"] != nil)
        #expect(try sum(.jobsFailed) == 2 && sum(.jobsReleased) == 1 && sum(.jobsCompleted) == 0)
    }

    @Test("a duplicate counts as avoided, and not as a job again")
    func duplicates() async throws {
        let fixture = try EchoFixture()
        try await deliver(fixture, fixture.message(job))
        try await deliver(fixture, fixture.message(job, receiveCount: 2))
        #expect(try sum(.duplicatesAvoided) == 1 && sum(.jobsCompleted) == 1)
        #expect(try objects(log).filter { $0["message"] == "job finished" }.count == 1)
    }

    @Test("a refused request counts as failed")
    func refused() async throws {
        let fixture = try EchoFixture()
        try await deliver(fixture, fixture.message(#"{"session_id": "s-1", "user_id": "u-1"}"#))
        #expect(try sum(.jobsFailed) == 1)
        #expect(try objects(log).contains { $0["message"] == "request refused" && $0["field"] == "text" })
    }

    @Test("jobs of one batch keep their figures apart")
    func batch() async throws {
        let fixture = try EchoFixture { request, context throws(JobError) in
            context.metrics.count(.pages, request.text == "one" ? 1 : 10)
            InvocationScope.metrics?.count(.chunks, request.text == "one" ? 2 : 20)
            return EchoWorker.Outcome(echo: request.text)
        }
        func body(_ id: String, _ text: String) -> String {
            #"{"session_id": "\#(id)", "user_id": "u-1", "text": "\#(text)"}"#
        }
        try await deliver(
            fixture, fixture.message(body("a", "one"), id: "m-1"), fixture.message(body("b", "ten"), id: "m-2"))
        let figures = try objects(written).filter { $0["Pages"] != nil }.map {
            [$0["jobId"], $0["Pages"], $0["Chunks"]]
        }
        #expect(Set(figures) == [["a", 1, 2], ["b", 10, 20]])
    }

    @Test("model calls add up to the job's last line")
    func modelFigures() throws {
        let metrics = Metrics()
        let model = try geminiModel()
        metrics.modelCall(
            model, latency: .zero, usage: TokenUsage(promptTokens: 10, candidateTokens: 2), cost: Cost("0.0001"))
        metrics.modelCall(
            model, latency: .zero, usage: TokenUsage(promptTokens: 10, thoughtTokens: 3), cost: Cost("0.0002"))
        let line = LogLine(date: Date(), level: .info, message: "m", fields: JobSummary(metrics).fields).json
        let object = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
        #expect(object["model"] == "gemini-3.5-flash-lite" && object["modelCalls"] == 2)
        #expect(object["inputTokens"] == 20 && object["outputTokens"] == 5 && object["costUSD"] == 0.0003)
        metrics.modelCall(model, latency: .zero, usage: nil, cost: nil)
        #expect(!JobSummary(metrics).fields.contains { $0.members.contains { $0.key == "costUSD" } })
    }
}

extension Metric {
    /// What a worker counts for itself.
    fileprivate static let pages = Metric("Pages")
    fileprivate static let chunks = Metric("Chunks")
}
