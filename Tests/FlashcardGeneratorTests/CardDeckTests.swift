import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import FlashcardGenerator

@Suite("Decks") struct CardDeckTests {
    private func deck(_ members: JSONValue = [:], _ cards: JSONValue...) throws -> CardDeck {
        var deck = CardDeck(request: try FlashcardFixtures.request(members), chunks: FlashcardFixtures.chunks)
        deck.add(try FlashcardFixtures.proposals(["flashcards": .array(cards)]))
        return deck
    }

    @Test("a card is taken with the page of its passage and the difficulty asked for")
    func taken() throws {
        let deck = try deck(
            ["difficulty": "EASY"],
            FlashcardFixtures.card("What are leaves?", answer: "Green.", type: "COMPREHENSION", chunk: 4))
        #expect(
            deck.cards == [
                Flashcard(
                    question: "What are leaves?", answer: "Green.", type: .comprehension, difficulty: .easy,
                    sourceChunk: 4, sourcePage: 7)
            ])
        #expect(deck.missingCount == 1)
        #expect(deck.droppedCount == 0)
    }

    @Test(
        "the same question in other letters, spaces or marks is dropped",
        arguments: [
            "What is sugar?", "what is SUGAR", "  What  is sugar ?!", "What is “sugar”?", "What-is-sugar.",
            "What\nis sugar?",
        ])
    func duplicates(question: String) throws {
        let deck = try deck([:], FlashcardFixtures.card("What is sugar?"), FlashcardFixtures.card(question))
        #expect(deck.cards.map(\.question) == ["What is sugar?"])
        #expect(deck.droppedCount == 1)
    }

    @Test("a question that differs in a word stays")
    func distinct() throws {
        let deck = try deck([:], FlashcardFixtures.card("What is sugar 1?"), FlashcardFixtures.card("What is sugar 2?"))
        #expect(deck.cards.count == 2)
    }

    @Test("a duplicate of an earlier call is dropped too")
    func duplicateOfEarlierCall() throws {
        var deck = try deck([:], FlashcardFixtures.card("What is sugar?"))
        deck.add(try FlashcardFixtures.proposals(FlashcardFixtures.answer(FlashcardFixtures.card("what is sugar"))))
        #expect(deck.cards.count == 1)
        #expect(deck.missingCount == 1)
    }

    @Test(
        "a card without a passage that was shown, of another type, or without words is dropped",
        arguments: [
            FlashcardFixtures.card("What?", chunk: 1), FlashcardFixtures.card("What?", chunk: 5),
            FlashcardFixtures.card("What?", chunk: -1), FlashcardFixtures.card("What?", type: "CLOZE"),
            FlashcardFixtures.card("What?", type: "vocabulary"), FlashcardFixtures.card("What?", type: "VOCABULARY"),
            FlashcardFixtures.card(""), FlashcardFixtures.card(" ?! "), FlashcardFixtures.card("What?", answer: ""),
            FlashcardFixtures.card("What?", answer: "—"),
        ])
    func unfit(card: JSONValue) throws {
        let deck = try deck(["question_types": ["DEFINITION"]], card)
        #expect(deck.cards.isEmpty)
        #expect(deck.droppedCount == 1)
    }

    @Test("a dropped card does not make its question taken")
    func questionIsFree() throws {
        let deck = try deck([:], FlashcardFixtures.card("What?", chunk: 9), FlashcardFixtures.card("What?"))
        #expect(deck.cards.count == 1)
    }

    @Test("no more cards are taken than were asked for")
    func tooMany() throws {
        var deck = CardDeck(request: try FlashcardFixtures.request(), chunks: FlashcardFixtures.chunks)
        deck.add(try FlashcardFixtures.proposals(FlashcardFixtures.answer(1...5)))
        #expect(deck.cards.map(\.question) == ["Question 1?", "Question 2?"])
        #expect(deck.missingCount == 0)
    }
}
