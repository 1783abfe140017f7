import BandUpCore
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs
@testable import FlashcardGenerator

@Suite("Flashcard records and results") struct FlashcardOutcomeTests {
    private func record(asked: Int = 2, cost: Cost? = Cost("0.0012")) async throws -> FlashcardOutcome {
        let request = try FlashcardFixtures.request(["num_cards": .integer(Int64(asked))])
        let passages = FlashcardFixtures.passages()
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...2)))
        let written = try await CardWriter(
            generator: model.generator, model: try geminiModel(), request: request, passages: passages
        ).write(context: jobContext())
        return FlashcardOutcome(
            request: request, passages: passages, written: written,
            metrics: FlashcardMetrics(
                totalTimeMs: 60, downloadTimeMs: 10, retrievalTimeMs: 20, generationTimeMs: 30, embeddingCalls: 0,
                modelCalls: 1, cardsDropped: 0, cardsRepeated: 0, cardsUngrounded: 0),
            model: try geminiModel(), cost: cost)
    }

    private func result(of record: FlashcardOutcome) throws -> JSONValue {
        try JSONValue(
            encoding: JobAnswer(
                idField: FlashcardWorker.idField, id: "set-1", user: try userID("u-9"), outcome: record))
    }

    @Test("a record has the attributes and types that SPEC.md promises")
    func attributes() async throws {
        let item = try JSONDecoder().decode(
            [String: [String: JSONValue]].self, from: DynamoDBEncoder().encode(try await record(asked: 3)))
        #expect(
            item.mapValues { Array($0.keys) } == [
                "document_id": ["S"], "flashcards": ["S"], "total_cards": ["N"], "page_count": ["N"],
                "chunk_count": ["N"], "document": ["M"], "retrieval": ["M"], "metrics": ["M"], "warning": ["S"],
                "model_used": ["S"], "model_version": ["S"], "estimated_cost": ["S"], "prompt_version": ["S"],
            ])
        #expect(item["document_id"] == ["S": .string(FlashcardFixtures.key)])
        #expect(item["total_cards"] == ["N": "2"])
        #expect(item["page_count"] == ["N": "9"])
        #expect(item["chunk_count"] == ["N": "5"])
    }

    @Test("a stored record gives the result that was given at first")
    func roundTrip() async throws {
        let record = try await record(asked: 3)
        let stored = try DynamoDBDecoder().decode(FlashcardOutcome.self, from: try DynamoDBEncoder().encode(record))
        #expect(try result(of: stored) == result(of: record))
    }

    @Test("a result has the members of SPEC.md")
    func result() async throws {
        let result = try result(of: try await record())
        #expect(
            result.memberNames == [
                "status", "set_id", "user_id", "document", "retrieval", "flashcards", "total_cards", "metrics",
                "model_used", "model_version", "estimated_cost", "prompt_version",
            ])
        #expect(result["status"] == "success")
        #expect(result["set_id"] == "set-1")
        #expect(result["user_id"] == "u-9")
        #expect(
            result["document"] == [
                "s3_bucket": .string(FlashcardFixtures.bucket), "s3_key": .string(FlashcardFixtures.key),
                "page_count": 9, "chunk_count": 5,
            ])
        #expect(
            result["retrieval"] == [
                "method": "representative", "chunks_used": 2, "keywords": ["leaf", "light", "sugar", "green", "plant"],
                "coverage": 0.4,
            ])
        #expect(
            result["metrics"]?.memberNames == [
                "total_time_ms", "download_time_ms", "retrieval_time_ms", "generation_time_ms", "embedding_calls",
                "model_calls", "cards_dropped", "cards_repeated", "cards_ungrounded",
            ])
        guard case .array(let cards)? = result["flashcards"] else {
            Issue.record("no cards")
            return
        }
        #expect(
            cards.first == [
                "question": "Question 1?", "answer": "Sugar.", "type": "DEFINITION", "difficulty": "MEDIUM",
                "source_chunk": 0, "source_page": 1,
            ])
        #expect(result["total_cards"] == .integer(Int64(cards.count)))
        #expect(result["estimated_cost"] == 0.0012)
    }

    @Test("fewer cards than asked for come with a warning")
    func warning() async throws {
        let warning = try result(of: try await record(asked: 3))["warning"]
        let why = "of those proposed, 2 repeated other cards"
        #expect(warning == .string("The document gave 2 cards of the 3 asked for: \(why)."))
    }

    @Test("a cost that is not known is left out of both")
    func noCost() async throws {
        let record = try await record(cost: nil)
        #expect(try JSONValue(encoding: record)["estimated_cost"] == nil)
        #expect(try result(of: record)["estimated_cost"] == nil)
    }
}
