import BandUpCore
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs
@testable import SpeakingEvaluator

@Suite("Speaking records and results") struct SpeakingOutcomeTests {
    private func record(usage: TokenUsage? = TokenUsage(promptTokens: 1000)) async throws -> SpeakingOutcome {
        try await SpeakingFixtures.perform(ScriptedModel(.json(SpeakingFixtures.answer(), usage: usage)))
    }

    private func result(of record: SpeakingOutcome) throws -> JSONValue {
        let answer = JobAnswer(idField: SpeakingWorker.idField, id: "s-7", user: try userID(), outcome: record)
        return try JSONValue(encoding: answer)
    }

    @Test("a record has the attributes and types that SPEC.md promises")
    func attributes() async throws {
        let item = try JSONDecoder().decode(
            [String: [String: JSONValue]].self, from: DynamoDBEncoder().encode(try await record()))
        #expect(
            item.mapValues { Array($0.keys) } == [
                "transcript": ["S"], "duration": ["S"], "word_count": ["N"], "overall_band": ["S"],
                "fluency_band": ["S"], "lexical_band": ["S"], "grammar_band": ["S"], "pronunciation_band": ["S"],
                "feedback": ["S"], "model_used": ["S"], "model_version": ["S"], "estimated_cost": ["S"],
                "prompt_version": ["S"], "speaking_rate": ["S"], "warnings": ["L"], "confidence": ["M"],
                "model_rung": ["N"],
            ])
        #expect(item["duration"] == ["S": "2.0"])
        #expect(item["pronunciation_band"] == ["S": "6.0"])
    }

    @Test("a stored record gives the result that was given at first")
    func roundTrip() async throws {
        let record = try await record()
        let stored = try DynamoDBDecoder().decode(SpeakingOutcome.self, from: try DynamoDBEncoder().encode(record))
        #expect(try result(of: stored) == result(of: record))
    }

    @Test("a result has the members of SPEC.md, with bands, duration and cost as numbers")
    func result() async throws {
        let result = try result(of: try await record())
        #expect(
            result.memberNames == [
                "session_id", "transcript", "duration", "word_count", "overall_band", "fluency_band", "lexical_band",
                "grammar_band", "pronunciation_band", "feedback", "model_used", "model_version", "estimated_cost",
                "prompt_version", "speaking_rate", "warnings", "confidence", "model_rung",
            ])
        #expect(result["session_id"] == "s-7")
        #expect(result["duration"] == 2)
        #expect(result["overall_band"] == 6.5)
        #expect(result["estimated_cost"] == 0.0003)
        #expect(result["speaking_rate"] == 150)
        #expect(result["confidence"] == ["level": "high", "samples": 1, "spread": [:]])
        #expect(result["model_rung"] == 1)
        #expect(result["feedback"] == SpeakingFixtures.answer()["feedback"])
    }

    @Test("a cost that is not known is left out of both")
    func noCost() async throws {
        let record = try await record(usage: nil)
        #expect(try JSONValue(encoding: record)["estimated_cost"] == nil)
        #expect(try result(of: record)["estimated_cost"] == nil)
    }
}
