import BandUpCore
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs
@testable import WritingEvaluator

@Suite("Writing records and results") struct WritingOutcomeTests {
    private func record(usage: TokenUsage? = TokenUsage(promptTokens: 1000)) async throws -> WritingOutcome {
        try await WritingFixtures.perform(ScriptedModel(.json(WritingFixtures.answer(), usage: usage)))
    }

    private func result(of record: WritingOutcome) throws -> JSONValue {
        let answer = JobAnswer(idField: WritingWorker.idField, id: "s-7", user: try userID(), outcome: record)
        return try JSONValue(encoding: answer)
    }

    @Test("a record has the attributes and types that SPEC.md promises")
    func attributes() async throws {
        let item = try JSONDecoder().decode(
            [String: [String: JSONValue]].self, from: DynamoDBEncoder().encode(try await record()))
        #expect(
            item.mapValues { Array($0.keys) } == [
                "overall_band": ["S"], "task_achievement_band": ["S"], "coherence_band": ["S"],
                "lexical_band": ["S"], "grammar_band": ["S"], "word_count": ["N"], "feedback": ["S"],
                "model_used": ["S"], "model_version": ["S"], "estimated_cost": ["S"], "prompt_version": ["S"],
                "warnings": ["L"], "confidence": ["M"], "model_rung": ["N"],
            ])
        #expect(item["overall_band"] == ["S": "6.5"])
        #expect(item["word_count"] == ["N": "13"])
    }

    @Test("a stored record gives the result that was given at first")
    func roundTrip() async throws {
        let record = try await record()
        let stored = try DynamoDBDecoder().decode(WritingOutcome.self, from: try DynamoDBEncoder().encode(record))
        #expect(try result(of: stored) == result(of: record))
    }

    @Test("a result has the members of SPEC.md, with bands and cost as numbers")
    func result() async throws {
        let result = try result(of: try await record())
        #expect(
            result.memberNames == [
                "session_id", "overall_band", "task_achievement_band", "coherence_band", "lexical_band",
                "grammar_band", "word_count", "feedback", "model_used", "model_version", "estimated_cost",
                "prompt_version", "warnings", "confidence", "model_rung",
            ])
        #expect(result["session_id"] == "s-7")
        #expect(result["overall_band"] == 6.5)
        #expect(result["coherence_band"] == 6)
        #expect(result["estimated_cost"] == 0.0003)
        #expect(result["feedback"] == WritingFixtures.keptAnswer)
        #expect(result["confidence"] == ["level": "high", "samples": 1, "spread": [:]])
        #expect(result["model_rung"] == 1)
        guard case .array(let warnings)? = result["warnings"] else {
            Issue.record("no warnings")
            return
        }
        #expect(warnings.map { $0["code"] } == ["under_length"])
    }

    @Test("a cost that is not known is left out of both")
    func noCost() async throws {
        let record = try await record(usage: nil)
        #expect(try JSONValue(encoding: record)["estimated_cost"] == nil)
        #expect(try result(of: record)["estimated_cost"] == nil)
    }

    @Test("stored feedback that can't be read gives no result")
    func unreadable() async throws {
        let whole = try JSONDecoder().decode(JSONValue.self, from: DynamoDBEncoder().encode(try await record()))
        let broken = whole.setting(["feedback": ["S": "{}"]])
        #expect(throws: DecodingError.self) {
            try DynamoDBDecoder().decode(WritingOutcome.self, from: Data(broken.text.utf8))
        }
    }

    @Test("a history reads everything but the feedback, and what it reads is not whole")
    func history() async throws {
        let record = try await record()
        #expect(record.isWhole)
        let whole = try JSONDecoder().decode(JSONValue.self, from: DynamoDBEncoder().encode(record))
        #expect(Set(WritingOutcome.listedAttributes) == whole.memberNames.subtracting(["feedback"]))
        let listed = try DynamoDBDecoder().decode(
            WritingOutcome.self, from: Data(whole.setting(["feedback": .null]).text.utf8))
        #expect(!listed.isWhole)
        #expect(try result(of: listed).memberNames == result(of: record).memberNames.subtracting(["feedback"]))
    }
}
