import Base
import Examining
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct StructuredGeneratorTests {
    struct Verdict: Decodable, Sendable, Equatable {
        let verdict: String
        let band: Band
    }

    struct NotAllowed: Error {}

    static let schema = ResponseSchema.object([.required("verdict", .string), .required("band", .band)])

    private let clock = SteppingClock()

    private func generate(
        _ server: ScriptedGeminiServer, limit: Int? = 1000, seed: Int32? = nil, within seconds: Int = 240,
        check: @Sendable (Verdict) throws -> Void = { _ in }
    ) async throws -> StructuredAnswer<Verdict> {
        let generator = StructuredGenerator(
            client: GeminiClient(http: server, keys: StaticAPIKey("k"), clock: clock), clock: clock)
        return try await generator.generate(
            Verdict.self, model: try geminiModel("gemini-3.5-flash-lite"),
            request: ModelRequest(
                parts: [.text("?")],
                generationConfig: GenerationConfig(
                    maxOutputTokens: limit, responseFormat: .json(Self.schema), seed: seed)),
            deadline: .after(.seconds(seconds), on: clock), check: check)
    }

    private func failure(_ server: ScriptedGeminiServer, within seconds: Int = 240) async throws -> ModelError {
        try await #require(throws: ModelError.self) { try await generate(server, within: seconds) }
    }

    private func sentConfigs(_ server: ScriptedGeminiServer) throws -> [JSONValue?] {
        try server.sent.map {
            try JSONDecoder().decode(JSONValue.self, from: try $0.request.body.assembled())["generationConfig"]
        }
    }

    @Test("a good answer comes decoded, with model, usage and cost")
    func good() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-structured"))
        let answer = try await generate(server)
        #expect(answer.value == Verdict(verdict: "clear", band: try #require(Band(6.5))))
        #expect(answer.modelVersion == "gemini-3.5-flash-lite")
        #expect(answer.calls == 1)
        // 1000 in at 0.30, 200 out and 50 thoughts at 2.50.
        #expect(answer.cost?.description == "0.000925")
    }

    @Test(
        "an answer of no use is asked for once more, and both are paid",
        arguments: [
            ("unary-success-schema-not-kept", 150), ("unary-success-band-off-the-half", 150),
            ("unary-success-extra-property", 150), ("unary-success-text-truncated", 150),
            ("unary-success-empty-text", 0), ("unary-failure-finish-reason-unknown", 90),
        ])
    func askedAgain(golden: String, candidateTokens: Int) async throws {
        let server = ScriptedGeminiServer(.golden(golden), .golden("unary-success-structured"))
        let answer = try await generate(server)
        #expect(answer.value.verdict == "clear")
        #expect(answer.calls == 2)
        #expect(answer.usage.promptTokens == 2000)
        #expect(answer.usage.candidateTokens == 200 + candidateTokens)
        let configs = try sentConfigs(server)
        #expect(configs.first == configs.last)
    }

    @Test("what the caller's check refuses is asked for once more")
    func check() async throws {
        let calls = Mutex(0)
        let answer = try await generate(ScriptedGeminiServer(.golden("unary-success-structured"))) { _ in
            if calls.withLock({
                $0 += 1; return $0 == 1
            }) {
                throw NotAllowed()
            }
        }
        #expect(answer.calls == 2)
    }

    @Test(
        "an answer cut off at its limit is asked for with twice the limit, up to the model's",
        arguments: [(1000, 2000), (40_000, 65_536), (65_536, 65_536), (nil, nil)] as [(Int?, Int?)])
    func largerLimit(limit: Int?, second: Int?) async throws {
        let server = ScriptedGeminiServer(
            .golden("unary-failure-finish-reason-max-tokens"), .golden("unary-success-structured"))
        let answer = try await generate(server, limit: limit)
        #expect(answer.usage.thoughtTokens == 512 + 50)
        let limits = try sentConfigs(server).map { $0?["maxOutputTokens"] }
        #expect(limits == [limit, second].map { $0.map { .integer(Int64($0)) } })
    }

    @Test("the second try has another seed")
    func seed() async throws {
        let server = ScriptedGeminiServer(
            .golden("unary-success-text-truncated"), .golden("unary-success-structured"))
        _ = try await generate(server, seed: .max)
        #expect(
            try sentConfigs(server).map { $0?["seed"] } == [.integer(Int64(Int32.max)), .integer(Int64(Int32.min))])
    }

    @Test("a second useless answer is the end, with the usage of both")
    func malformedTwice() async throws {
        let server = ScriptedGeminiServer(.golden("unary-success-schema-not-kept"))
        let error = try await failure(server)
        guard case .malformedAnswer = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(server.sent.count == 2)
        #expect(error.spending.calls == 2)
        #expect(error.spending.usage.totalTokens == 2300)
        #expect(error.spending.cost?.description == "0.00135")
        #expect(!error.isTransient)
    }

    @Test("an answer cut off twice says so")
    func cutOffTwice() async throws {
        let error = try await failure(ScriptedGeminiServer(.golden("unary-failure-finish-reason-max-tokens")))
        guard case .stoppedEarly(.maxTokens) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(error.spending.usage.thoughtTokens == 1024)
    }

    @Test(
        "what a filter withheld is not asked for again",
        arguments: [
            "unary-failure-prompt-blocked-safety", "unary-failure-finish-reason-safety",
        ])
    func blocked(golden: String) async throws {
        let server = ScriptedGeminiServer(.golden(golden))
        let error = try await failure(server)
        guard case .blocked = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(server.sent.count == 1)
        #expect(error.spending.calls == 1)
    }

    @Test("an answer that happened to be like some other text is asked for once more, and no further time")
    func recitation() async throws {
        let server = ScriptedGeminiServer(
            .golden("unary-failure-finish-reason-recitation"), .golden("unary-success-structured"))
        #expect(try await generate(server).calls == 2)
        let stubborn = ScriptedGeminiServer(.golden("unary-failure-finish-reason-recitation"))
        let error = try await failure(stubborn)
        guard case .blocked(.answer(.recitation)) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(stubborn.sent.count == 2 && !error.isTransient)
    }

    @Test(
        "an answer without a word, twice, is for another day",
        arguments: ["unary-success-empty-text", "unary-success-without-parts", "unary-failure-no-candidates"])
    func emptyTwice(golden: String) async throws {
        let server = ScriptedGeminiServer(.golden(golden))
        let error = try await failure(server)
        guard case .emptyAnswer = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(server.sent.count == 2 && error.isTransient)
    }

    @Test(
        "a whole answer is taken with one call, whatever is said of it",
        arguments: [
            "unary-failure-no-finish-reason", "unary-success-beside-block-reason", "unary-success-counts-as-text",
            "unary-success-counts-unreadable",
        ])
    func wholeAnswer(golden: String) async throws {
        let answer = try await generate(ScriptedGeminiServer(.golden(golden)))
        #expect(answer.value == Verdict(verdict: "clear", band: try #require(Band(6.5))))
        #expect(answer.calls == 1)
    }

    @Test("when the second try can't be made, the first one's cost is not lost")
    func secondFails() async throws {
        let server = ScriptedGeminiServer(
            .golden("unary-success-schema-not-kept"), .golden("error-429-per-day-and-minute", status: 429))
        let error = try await failure(server)
        guard case .quotaExceeded(perDay: true, _) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(error.spending.calls == 1)
        #expect(error.spending.usage.candidateTokens == 150)
        #expect(error.isTransient)
    }

    @Test("one answer of unknown usage makes the whole cost unknown")
    func unknownCost() async throws {
        let server = ScriptedGeminiServer(
            .golden("unary-failure-body-truncated"), .golden("unary-success-structured"))
        let answer = try await generate(server)
        #expect(answer.calls == 2)
        #expect(answer.cost == nil)
        #expect(answer.usage.candidateTokens == 200)
    }

    @Test("the model that answered sets the price, not the one that was asked")
    func routed() async throws {
        let answer = try await generate(ScriptedGeminiServer(.golden("unary-success-routed-to-successor")))
        #expect(answer.modelVersion == "gemini-3.8-flash")
        // 1000 in at 0.75 and 200 out at 3.75.
        #expect(answer.cost?.description == "0.0015")
    }
}
