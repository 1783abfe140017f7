import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct GeminiClientTests {
    private let clock = SteppingClock()
    private let request = ModelRequest(parts: [.text("How good is it?")])

    private func call(
        _ server: ScriptedGeminiServer, keys: any APIKeyProvider = StaticAPIKey("secret-key"),
        within seconds: Int = 240, jitter: Double = 1
    ) async throws -> ModelAnswer {
        let client = GeminiClient(
            http: server, keys: keys, clock: clock,
            retrier: Retrier(policy: .gemini, budget: RetryBudget(), clock: clock, jitter: { jitter }))
        return try await client.generateContent(
            request, model: try geminiModel("gemini-3.5-flash-lite"),
            deadline: .after(.seconds(seconds), on: clock))
    }

    private func error(_ server: ScriptedGeminiServer, within seconds: Int = 240) async throws -> ModelError {
        try await #require(throws: ModelError.self) { try await call(server, within: seconds) }
    }

    @Test("the key goes in a header, the model in the path, and the API is told how long it may take")
    func requestShape() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        _ = try await call(server, within: 90)
        let sent = try #require(server.sent.first)
        #expect(
            sent.request.url
                == "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:generateContent")
        #expect(sent.request.method == .post)
        #expect(sent.request.headers["x-goog-api-key"] == "secret-key")
        #expect(sent.request.headers["Content-Type"] == "application/json")
        #expect(sent.request.headers["X-Server-Timeout"] == "90")
        #expect(sent.timeouts.total == .seconds(90))
    }

    @Test(
        "a passing fault is tried again",
        arguments: [
            ScriptedGeminiServer.Step.golden("error-503-overloaded", status: 503),
            .golden("error-503-overloaded", status: 408), .golden("error-503-overloaded", status: 504),
            .golden("error-502-html.html", status: 502), .golden("error-429-without-details", status: 429),
            .failure(.connectionLost(requestMayHaveArrived: true)), .failure(.timedOut(.connect)),
            .failure(.timedOut(.stall)), .failure(.nameResolution(host: "h")),
            .failure(.connect(host: "h", reason: "refused")),
        ])
    func retries(fault: ScriptedGeminiServer.Step) async throws {
        let server = ScriptedGeminiServer(fault, fault, .golden("unary-success-structured"))
        let response = try await call(server)
        #expect(response.outcome == .text("{\"verdict\":\"clear\",\"band\":6.5}"))
        #expect(clock.pauses == [.seconds(1), .seconds(2)])
        #expect(server.sent.count == 3)
    }

    @Test(
        "a success without an answer in it goes back to the queue, and is not paid for",
        arguments: [
            ("error-502-html.html", "HTTP status 200"), ("success-with-error-503", "HTTP status 503"),
            ("success-with-error-400", "HTTP status 200"), ("success-with-error-403", "permission denied"),
            ("success-with-error-without-code", "HTTP status 200"),
        ])
    func noAnswer(golden: String, description: String) async throws {
        let server = ScriptedGeminiServer(.golden(golden))
        let error = try await error(server)
        #expect(error.description == "ModelError: \(description)")
        #expect(error.isTransient && error.retryVerdict == .stop)
        #expect(error.spending.calls == 0 && server.sent.count == 1)
    }

    @Test(
        "what waiting can't mend is not tried again",
        arguments: [
            ScriptedGeminiServer.Step.golden("error-400-invalid-argument", status: 400),
            .golden("error-403-permission-denied", status: 403), .golden("error-404-model-not-found", status: 404),
            .golden("error-429-per-day-and-minute", status: 429), .golden("error-502-html.html", status: 501),
            .golden("error-502-html.html", status: 302), .golden("error-502-html.html", status: 413),
            .golden("unary-failure-body-truncated"),
            .failure(.tls(host: "h", reason: "expired")), .failure(.cancelled), .failure(.timedOut(.total)),
            .failure(.file(path: "/tmp/x", reason: "gone")), .failure(.responseTooLarge(limit: 1)),
        ])
    func doesNotRetry(fault: ScriptedGeminiServer.Step) async throws {
        let server = ScriptedGeminiServer(fault, .golden("unary-success-structured"))
        _ = try await error(server)
        #expect(server.sent.count == 1)
        #expect(clock.pauses.isEmpty)
    }

    @Test(
        "the pause that the API wishes for is kept",
        arguments: [
            (ScriptedGeminiServer.Step.golden("error-429-per-minute", status: 429), Duration.seconds(37)),
            (.golden("error-429-per-minute-fractional-delay", status: 429), .seconds(45.837906927)),
            (.golden("error-500-retry-info", status: 500), .seconds(2)),
            (.golden("error-429-without-details", status: 429, headers: ["retry-after": "12"]), .seconds(12)),
            (.golden("error-502-html.html", status: 503, headers: ["Retry-After": "3.5"]), .seconds(3.5)),
        ])
    func wishes(fault: ScriptedGeminiServer.Step, pause: Duration) async throws {
        let server = ScriptedGeminiServer(fault, .golden("unary-success-structured"))
        _ = try await call(server)
        #expect(clock.pauses == [pause])
    }

    @Test("a wish shorter than our own pause does not shorten it, a senseless one is ignored")
    func shortWish() async throws {
        let senseless = ScriptedGeminiServer.Step.golden(
            "error-429-without-details", status: 429, headers: ["Retry-After": "-1"])
        let server = ScriptedGeminiServer(
            .golden("error-429-per-minute-half-second", status: 429), senseless, .golden("unary-success-structured"))
        _ = try await call(server)
        #expect(clock.pauses == [.seconds(1), .seconds(2)])
    }

    @Test("a wish that does not fit before the deadline ends the call with that error")
    func wishBeyondDeadline() async throws {
        let server = ScriptedGeminiServer(.golden("error-429-per-minute", status: 429))
        let error = try await error(server, within: 30)
        guard case .quotaExceeded(perDay: false, retryAfter: .seconds(37)) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(server.sent.count == 1)
        #expect(clock.pauses.isEmpty)
        #expect(error.isTransient)
    }

    @Test("each attempt gets what is left of the deadline, and five are the most")
    func remainingTime() async throws {
        let server = ScriptedGeminiServer(.golden("error-503-overloaded", status: 503))
        let error = try await error(server, within: 100)
        #expect(server.sent.map(\.timeouts.total) == [100, 99, 97, 93, 85].map { .seconds($0) })
        #expect(server.sent.map { $0.request.headers["X-Server-Timeout"] } == ["100", "99", "97", "93", "85"])
        guard case .serverError(status: 503, retryAfter: nil) = error.reason else {
            Issue.record("\(error)")
            return
        }
    }

    @Test("with less than a second left nothing is sent")
    func deadlinePassed() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        guard case .deadlineExceeded = try await error(server, within: 0).reason else {
            Issue.record("sent all the same")
            return
        }
        #expect(server.sent.isEmpty)
    }

    @Test(
        "a refused key is dropped, read anew and used once more",
        arguments: ["error-400-api-key-invalid", "error-400-api-key-invalid-in-array"])
    func keyRotation(golden: String) async throws {
        let keys = RotatingAPIKey()
        let server = ScriptedGeminiServer(.golden(golden, status: 400), .golden("unary-success-structured"))
        _ = try await call(server, keys: keys)
        #expect(server.keys == ["key-1", "key-2"])
        #expect(await keys.invalidated == ["key-1"])
        #expect(clock.pauses.isEmpty)
    }

    @Test("a second refusal of the key is the end")
    func keyRefusedTwice() async throws {
        let keys = RotatingAPIKey()
        let server = ScriptedGeminiServer(.golden("error-400-api-key-invalid", status: 400))
        let error = try await #require(throws: ModelError.self) { try await call(server, keys: keys) }
        guard case .invalidKey = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(server.keys == ["key-1", "key-2"])
    }

    @Test("a key that can't be read is an error of its own, with its cause")
    func keyUnavailable() async throws {
        struct NoSecret: Error {}
        struct Broken: APIKeyProvider {
            func key(deadline: Deadline) async throws -> String { throw NoSecret() }
            func invalidate(_ key: String) async {}
        }
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        let error = try await #require(throws: ModelError.self) { try await call(server, keys: Broken()) }
        guard case .keyUnavailable(let cause) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(cause is NoSecret)
        #expect(server.sent.isEmpty)
    }

    @Test("an answer whose body is cut off is malformed, and counts as a call of unknown cost")
    func truncatedBody() async throws {
        let error = try await error(ScriptedGeminiServer(.golden("unary-failure-body-truncated")))
        guard case .malformedAnswer = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(error.spending == ModelSpending(usage: .zero, cost: nil, calls: 1))
    }

    @Test("a request over 100 MB is refused before it is sent")
    func tooLarge() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        let client = GeminiClient(http: server, keys: StaticAPIKey("k"), clock: clock)
        func send(_ byteCount: Int) async throws {
            let request = ModelRequest(
                parts: [.inlineFile(mimeType: "audio/wav", path: "/nowhere", byteCount: byteCount)])
            _ = try await client.generateContent(
                request, model: try geminiModel("gemini-3.5-flash-lite"),
                deadline: .after(.seconds(60), on: clock))
        }
        try await send(74_999_000)
        #expect(server.sent.count == 1)
        let error = try await #require(throws: ModelError.self) { try await send(75_000_000) }
        guard case .tooLarge(let byteCount?) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(byteCount > 100_000_000)
        #expect(server.sent.count == 1)
    }
}
