import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import Testing

@testable import FlashcardGenerator

struct DocumentCardDeckTests {
    private static let english = "Wetlands slow the flow of flood water and store it in the ground for dry months."
    private static let vietnamese = "Tiếng Việt được viết bằng chữ Quốc ngữ từ đầu thế kỷ hai mươi."

    @Test("an answer whose key words do not occur in its passage is dropped and counted")
    func ungrounded() throws {
        var deck = try Self.deck()
        deck.add(
            Self.proposals([
                ("What do wetlands do?", "They slow flood water.", "COMPREHENSION", 0),
                ("Who pays for museums?", "Visitors buy tickets at the entrance.", "COMPREHENSION", 0),
            ]))
        #expect(deck.cards.map(\.question) == ["What do wetlands do?"])
        #expect(deck.ungroundedCount == 1)
        #expect(deck.warning(end: .enough)?.contains("1 was not supported by the document") == true)
    }

    @Test("what a word means may be said in other words, if the word is the passage's")
    func vocabulary() throws {
        var deck = try Self.deck()
        deck.add(
            Self.proposals([
                ("What does “store” mean here?", "To keep for later use.", "VOCABULARY", 0),
                ("What does “ubiquitous” mean?", "Found everywhere.", "VOCABULARY", 0),
            ]))
        #expect(deck.cards.count == 1)
        #expect(deck.ungroundedCount == 1)
    }

    @Test("an English answer to a passage in another language is not measured by its words")
    func otherLanguage() throws {
        var deck = try Self.deck()
        deck.add(Self.proposals([("Which script is used?", "The national Latin script.", "COMPREHENSION", 1)]))
        #expect(deck.cards.count == 1)
        #expect(deck.cards.first?.sourcePage == 4)
    }

    @Test(
        "a figure has to stand in the passage, as figures or as a word",
        arguments: [
            ("In 1958.", true), ("In 1985.", false), ("It opened in 1985, carrying 12 trains.", false),
            ("It opened in 1958 and carried 1200 people.", true), ("Twelve trains", true), ("14 trains", false),
            ("It cost 3.5 million pounds.", true), ("It cost 35 million pounds.", false),
        ])
    func figures(answer: String, isGrounded: Bool) throws {
        let passage =
            "The bridge of the town opened in 1958; it cost 3.5 million pounds and carried twelve trains and 1,200 people "
            + "in a day."
        var deck = try Self.deck(chunk: passage)
        deck.add(Self.proposals([("What is said of the bridge?", answer, "COMPREHENSION", 0)]))
        #expect(deck.cards.isEmpty != isGrounded)
    }

    @Test(
        "of a passage in another language an answer's own terms have to occur in it",
        arguments: [
            ("It is written in chữ Quốc ngữ.", true), ("A Latin script.", true),
            ("Chữ Quốc ngữ, từ đầu thế kỷ hai mươi", true), ("Phạm Văn Đồng and Nguyễn Ái Quốc", false),
        ])
    func foreignTerms(answer: String, isGrounded: Bool) throws {
        var deck = try Self.deck()
        deck.add(Self.proposals([("Which script is used?", answer, "COMPREHENSION", 1)]))
        #expect(deck.cards.isEmpty != isGrounded)
    }

    @Test("Vietnamese questions are compared by their words, however their accents are composed")
    func vietnameseDuplicates() throws {
        var deck = try Self.deck()
        let decomposed = "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t được viết bằng chữ gì?"
        deck.add(
            Self.proposals([
                ("Tiếng Việt được viết bằng chữ gì?", "Chữ Quốc ngữ", "COMPREHENSION", 1),
                (decomposed, "Chữ Quốc ngữ", "COMPREHENSION", 1),
                ("Chữ Quốc ngữ có từ khi nào?", "Từ đầu thế kỷ hai mươi", "COMPREHENSION", 1),
            ]))
        #expect(deck.cards.count == 2)
        #expect(deck.repeatedCount == 1)
    }

    @Test("a card that says what another says in other order is dropped, one with another number is not")
    func nearDuplicates() throws {
        var deck = try Self.deck(chunk: "In 1990 and in 2000 the wetlands of the delta stored water for the city.")
        deck.add(
            Self.proposals([
                ("What did the wetlands of the delta store in 1990?", "Water for the city", "COMPREHENSION", 0),
                ("In 1990, what did the delta's wetlands store?", "For the city: water", "COMPREHENSION", 0),
                ("What did the wetlands of the delta store in 2000?", "Water for the city", "COMPREHENSION", 0),
            ]))
        #expect(deck.cards.count == 2)
        #expect(deck.repeatedCount == 1)
    }

    @Test("a full deck has no warning")
    func noWarning() throws {
        var deck = try Self.deck(count: 1)
        deck.add(Self.proposals([("What do wetlands do?", "They slow flood water.", "COMPREHENSION", 0)]))
        #expect(deck.warning(end: .enough) == nil)
        #expect(deck.droppedCount == 0)
    }

    @Test("a scanned document is given to the model whole, within what the model takes")
    func scanned() throws {
        let document = try ScannedDocument(path: "/tmp/x", byteCount: 10, pageCount: 3)
        #expect(document.context.method == .wholeDocument)
        #expect(document.context.chunks.map(\.firstPage) == [1, 2, 3])
        #expect(document.context.coverage == 1)
        for (bytes, pages) in [(ScannedDocument.maximumBytes + 1, 3), (10, ScannedDocument.maximumPages + 1), (10, 0)] {
            #expect(throws: JobError.self) {
                try ScannedDocument(path: "/tmp/x", byteCount: bytes, pageCount: pages)
            }
        }
        let numbered = Self.proposals([("Q", "A", "COMPREHENSION", 1)]).numberedFromPages
        #expect(numbered.flashcards.map(\.sourceChunk) == [0])
    }

    private static func deck(count: Int = 5, chunk: String = english) throws -> CardDeck {
        let fields = RequestFields([
            "pdf_url": "s3://bucket/uploads/flashcard_pdf/u/x.pdf", "num_cards": .integer(Int64(count)),
        ])
        return CardDeck(
            request: try FlashcardRequest(fields),
            chunks: [
                Chunk(index: 0, text: chunk, firstPage: 1, lastPage: 1),
                Chunk(index: 1, text: vietnamese, firstPage: 4, lastPage: 4),
            ])
    }

    private static func proposals(_ cards: [(String, String, String, Int)]) -> CardProposals {
        CardProposals(
            flashcards: cards.map { .init(question: $0.0, answer: $0.1, type: $0.2, sourceChunk: $0.3) })
    }
}
