import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct ModelAnswerTests {
    @Test("the answer is the text of all parts that are not thoughts")
    func text() throws {
        let response = try GeminiGolden.response("unary-success-structured")
        #expect(response.outcome == .text("{\"verdict\":\"clear\",\"band\":6.5}"))
        #expect(response.modelVersion == "gemini-3.5-flash-lite")
        #expect(response.responseID == "r4X3aZ6fLbKqz7IPv8mT0Ac")
        #expect(
            response.usage
                == TokenUsage(
                    promptTokens: 1000, promptTokensByModality: [.text: 1000], candidateTokens: 200, thoughtTokens: 50,
                    totalTokens: 1250))
    }

    @Test(
        "what became of a question is told apart",
        arguments: [
            ("unary-failure-prompt-blocked-safety", .blocked(.prompt(.safety))),
            ("unary-failure-prompt-blocked-unknown-reason", .blocked(.prompt(.unknown("A_REASON_OF_NEXT_YEAR")))),
            ("unary-failure-finish-reason-safety", .blocked(.answer(.safety))),
            ("unary-failure-finish-reason-recitation", .blocked(.answer(.recitation))),
            ("unary-failure-finish-reason-max-tokens", .stoppedEarly(.maxTokens)),
            ("unary-failure-finish-reason-unknown", .stoppedEarly(.unknown("A_REASON_OF_NEXT_YEAR"))),
            ("unary-failure-no-finish-reason", .unended("{\"verdict\":\"clear\",\"band\":6.5}", .unspecified)),
            ("unary-success-beside-block-reason", .text("{\"verdict\":\"clear\",\"band\":6.5}")),
            ("unary-failure-block-reason-unspecified", .empty),
            ("unary-success-without-parts", .empty),
            ("unary-failure-no-candidates", .empty),
            ("unary-success-empty-text", .empty),
        ] as [(String, ModelAnswer.Outcome)])
    func outcomes(golden: String, outcome: ModelAnswer.Outcome) throws {
        #expect(try GeminiGolden.response(golden).outcome == outcome)
    }

    @Test("usage is read by modality, unknown and missing ones included")
    func modalities() throws {
        let audio = try #require(try GeminiGolden.response("unary-success-cached-tokens").usage)
        #expect(audio.promptTokensByModality == [.audio: 5760, .text: 340])
        #expect(audio.cachedTokens == 3000)
        #expect(audio.cachedTokensByModality == [.audio: 2800, .text: 200])
        let odd = try #require(try GeminiGolden.response("unary-success-unknown-modality").usage)
        #expect(odd.promptTokensByModality == [.unknown("SMELL"): 60, .text: 0, .unspecified: 40])
        #expect(try GeminiGolden.response("unary-success-without-usage").usage == nil)
    }

    @Test("every documented finish and block reason has a case, and its name comes back")
    func namesRoundTrip() {
        for (name, reason) in FinishReason.names {
            #expect(FinishReason(wireName: name) == reason)
            #expect(reason.wireName == name)
        }
        for (name, reason) in BlockReason.names {
            #expect(BlockReason(wireName: name) == reason)
            #expect(reason.wireName == name)
        }
        #expect(Set(FinishReason.names.map(\.1)).count == 23)
        #expect(FinishReason(wireName: "NEW").wireName == "NEW")
    }

    @Test("a reason that is not a plain name keeps no prose")
    func strangeReason() {
        #expect(FinishReason(wireName: "say this to the learner!").wireName == "hidden")
    }

    @Test("counts may be written as text, and such as can't be read cost no more than their own knowledge")
    func textualUsage() throws {
        let usage = try #require(try GeminiGolden.response("unary-success-counts-as-text").usage)
        #expect(
            usage
                == TokenUsage(
                    promptTokens: 1000, promptTokensByModality: [.text: 1000], candidateTokens: 200, thoughtTokens: 50,
                    totalTokens: 1250))
        let odd = try GeminiGolden.response("unary-success-counts-unreadable")
        #expect(odd.usage == nil && odd.responseID == nil)
        #expect(odd.outcome == .text("{\"verdict\":\"clear\",\"band\":6.5}"))
    }

    @Test("counts beyond reason are cut, so that sums can't overflow")
    func absurdUsage() throws {
        let json = #"{"promptTokenCount":9223372036854775807,"candidatesTokenCount":-5}"#
        let usage = try JSONDecoder().decode(TokenUsage.self, from: Data(json.utf8))
        #expect(usage.promptTokens == 1_000_000_000)
        #expect(usage.candidateTokens == 0)
        #expect((usage + usage).promptTokens == 2_000_000_000)
    }
}
