import Foundation
import TestSupport
import Testing

@testable import BandUpCore
@testable import Base

@Suite("What the log tells of a model call") struct ModelCallTests {
    private struct Verdict: Decodable, Sendable { let verdict: String }

    private let log = LogRecorder()
    private let clock = SteppingClock()
    private let metrics = Metrics()

    private func lines(_ server: ScriptedGeminiServer) async throws -> [JSONValue] {
        let generator = StructuredGenerator(
            client: GeminiClient(http: server, keys: StaticAPIKey("AIzaSecret"), clock: clock), clock: clock)
        await InvocationScope.$current.withValue(InvocationScope(traceHeader: nil, metrics: metrics)) {
            _ = try? await generator.generate(
                Verdict.self, model: geminiModel(),
                request: ModelRequest(
                    parts: [.text("The learner's essay")],
                    generationConfig: GenerationConfig(
                        maxOutputTokens: 100, responseFormat: .json(StructuredGeneratorTests.schema))),
                deadline: .after(.seconds(240), on: clock), logger: log.logger(level: .info))
        }
        return try log.lines.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
    }

    private func sum(_ metric: Metric) -> Double {
        metrics.all.filter { $0.key.metric == metric }.values.joined().reduce(0, +)
    }

    @Test("one line at INFO with model, version, tokens by kind, cost, latency and how it ended")
    func answered() async throws {
        let lines = try await lines(ScriptedGeminiServer(.golden("unary-success-structured")))
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line["level"] == "INFO" && line["message"] == "model call" && line["modelAttempt"] == 1)
        #expect(line["model"] == "gemini-3.5-flash-lite" && line["modelVersion"] == "gemini-3.5-flash-lite")
        #expect(line["inputTokens"] == 1000 && line["outputTokens"] == 250 && line["thoughtTokens"] == 50)
        #expect(line["costUSD"] == 0.000925 && line["finishReason"] == "STOP" && line["durationMs"] != nil)
        #expect(sum(.modelCalls) == 1 && sum(.inputTokens) == 1000 && sum(.outputTokens) == 250)
        #expect(metrics.all.keys.contains(.init(metric: .modelLatency, member: "gemini-3.5-flash-lite")))
    }

    @Test("asking again is a second line and a retry")
    func twice() async throws {
        let lines = try await lines(
            ScriptedGeminiServer(.golden("unary-success-text-truncated"), .golden("unary-success-structured")))
        let calls = lines.filter { $0["message"] == "model call" }
        #expect(calls.map { $0["modelAttempt"] } == [1, 2])
        #expect(sum(.modelCalls) == 2 && sum(.retries) == 1)
    }

    @Test("a failed call tells its error and counts the transport's retries")
    func failed() async throws {
        let lines = try await lines(
            ScriptedGeminiServer(.failure(.timedOut(.connect)), .golden("error-400-invalid-key", status: 400)))
        let line = try #require(lines.first { $0["message"] == "model call failed" })
        #expect(line["level"] == "WARN" && line["error"]?.stringValue?.hasPrefix("ModelError: ") == true)
        #expect(sum(.modelCalls) == 0 && sum(.retries) >= 1)
        #expect(!log.text.contains("AIza") && !log.text.contains("essay"))
    }
}
