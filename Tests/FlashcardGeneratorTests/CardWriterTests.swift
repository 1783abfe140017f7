import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import FlashcardGenerator

@Suite("Writing cards") struct CardWriterTests {
    private func write(_ model: ScriptedModel, cards: Int = 2) async throws -> CardWriter.Written {
        try await CardWriter(
            generator: model.generator, model: try geminiModel(),
            request: try FlashcardFixtures.request(["num_cards": .integer(Int64(cards))]),
            passages: FlashcardFixtures.passages()
        ).write(context: jobContext())
    }

    /// How many cards each call asked for, as its schema says.
    private func counts(_ model: ScriptedModel) -> [JSONValue?] {
        model.asked.map { asked in
            guard case .json(let schema) = asked.generationConfig.responseFormat else { return nil }
            return schema.json["properties"]?["flashcards"]?["maxItems"]
        }
    }

    @Test("one call is enough where it gives all cards")
    func once() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...2)))
        let written = try await write(model)
        #expect(written.deck.cards.count == 2)
        #expect(written.spending.calls == 1)
        #expect(written.spending.cost?.description == "0.0008")
        #expect(written.modelVersion == "gemini-3.5-flash-lite")
        #expect(counts(model) == [2])
        #expect(model.asked.first?.generationConfig.maxOutputTokens == 1024 + 2 * CardWriter.outputTokensPerCard)
    }

    @Test("what is missing is asked for, with the questions there are, and all calls are paid")
    func rest() async throws {
        let model = ScriptedModel(
            .json(FlashcardFixtures.answer(1...3)), .json(FlashcardFixtures.answer(3...4)),
            .json(FlashcardFixtures.answer(5...5)))
        let written = try await write(model, cards: 5)
        #expect(written.deck.cards.map(\.question) == (1...5).map { "Question \($0)?" })
        #expect(counts(model) == [5, 2, 1])
        #expect(written.spending.calls == 3)
    }

    @Test("many cards are asked for in parts")
    func parts() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...25)), .json(FlashcardFixtures.answer(26...40)))
        let written = try await write(model, cards: 40)
        #expect(written.deck.cards.count == 40)
        #expect(counts(model) == [25, 15])
        let second = try #require(PromptSections(model.asked[1].text)).sections.last
        #expect(second?.label == "EXISTING")
        #expect(second?.text.split(separator: "\n").count == 25)
    }

    @Test("a call that gives nothing new is the last")
    func exhausted() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...1)))
        let written = try await write(model)
        #expect(written.deck.cards.count == 1)
        #expect(model.asked.count == 2)
        #expect(written.spending.cost?.description == "0.0016")
    }

    @Test("a call for each 25 cards and three more are enough")
    func limit() async throws {
        let model = ScriptedModel(
            .json(FlashcardFixtures.answer(1...1)), .json(FlashcardFixtures.answer(2...2)),
            .json(FlashcardFixtures.answer(3...3)), .json(FlashcardFixtures.answer(4...4)),
            .json(FlashcardFixtures.answer(5...5)))
        let written = try await write(model, cards: 9)
        #expect(written.deck.cards.count == 4)
        #expect(model.asked.count == 4)
        #expect(CardWriter.maximumCalls(for: 1) == 4)
        #expect(CardWriter.maximumCalls(for: 25) == 4)
        #expect(CardWriter.maximumCalls(for: 50) == 5)
    }

    @Test(
        "cards that are paid for are kept when a later call fails",
        arguments: [
            ModelError.Reason.quotaExceeded(perDay: true, retryAfter: nil), .deadlineExceeded, .malformedAnswer,
            .blocked(.prompt(.safety)), .serverError(status: 500, retryAfter: nil),
        ])
    func kept(reason: ModelError.Reason) async throws {
        let explanation =
            switch reason {
            case .deadlineExceeded: "there was no time to ask for the others"
            case .blocked: "the others were blocked by the model's safety rules"
            default: "the model could not be asked for the others"
            }
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...3)), .refused(reason))
        let written = try await write(model, cards: 5)
        #expect(written.deck.cards.count == 3)
        #expect(written.warning == "The document gave 3 cards of the 5 asked for: \(explanation).")
        #expect(written.spending.calls == 1)
        #expect(written.spending.cost?.description == "0.0008")
    }

    @Test("cards beyond those asked for are cut off, and nothing is paid twice")
    func tooMany() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...4)))
        let written = try await write(model, cards: 3)
        #expect(written.deck.cards.map(\.question) == (1...3).map { "Question \($0)?" })
        #expect(written.deck.droppedCount == 0)
        #expect(written.spending.calls == 1)
    }

    @Test("a misshapen card costs itself only: the others are kept, and it is asked for again")
    func misshapen() async throws {
        let cards: [JSONValue] = [
            FlashcardFixtures.card("Question 1?"), ["question": "Half a card?"], "no card",
            FlashcardFixtures.card("Question 2?", chunk: "zero"),
        ]
        let model = ScriptedModel(.json(["flashcards": .array(cards)]), .json(FlashcardFixtures.answer(2...3)))
        let written = try await write(model, cards: 3)
        #expect(written.deck.cards.map(\.question) == (1...3).map { "Question \($0)?" })
        #expect(written.deck.unusableCount == 3)
        #expect(counts(model) == [3, 2])
        #expect(written.spending.calls == 2)
    }

    @Test("cards that all fail the checks are asked for once more")
    func allFail() async throws {
        let model = ScriptedModel(
            .json(FlashcardFixtures.answer(FlashcardFixtures.card("What?", chunk: 3))),
            .json(FlashcardFixtures.answer(1...2)))
        let written = try await write(model)
        #expect(written.deck.cards.count == 2)
        #expect(model.asked.count == 2)
    }

    @Test("what a failed later call has spent is counted too")
    func spentInVain() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...3)), .json("of no use"))
        let written = try await write(model, cards: 5)
        #expect(written.deck.cards.count == 3)
        #expect(written.spending.calls == 3)
        #expect(written.spending.cost?.description == "0.0024")
    }

    @Test("a first call that fails fails the job")
    func failed() async throws {
        let model = ScriptedModel(.refused(.quotaExceeded(perDay: false, retryAfter: .seconds(9))))
        let error = await #expect(throws: JobError.self) { try await write(model) }
        #expect(error?.failure.code == .throttled)
        guard case .transient(_, .seconds(9))? = error else {
            Issue.record("not transient with its pause")
            return
        }
    }

    @Test("answers without a usable card fail the job for good")
    func useless() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(FlashcardFixtures.card("What?", chunk: 3))))
        let error = await #expect(throws: JobError.self) { try await write(model) }
        #expect(error?.failure.code == .modelError)
        #expect(model.asked.count == 2)
        #expect(error?.isTransient == false)
    }

    @Test("the schema names only the types asked for")
    func schema() {
        let schema = CardProposals.schema(maximumCount: 3, types: [.vocabulary]).json
        let card = schema["properties"]?["flashcards"]?["items"]?["properties"]
        #expect(card?["type"]?["enum"] == ["VOCABULARY"])
        #expect(schema["properties"]?["flashcards"]?["maxItems"] == 3)
    }
}
