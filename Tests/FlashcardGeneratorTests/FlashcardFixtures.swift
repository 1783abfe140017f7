import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import FoundationEssentials
import PDFText
import TestSupport

@testable import FlashcardGenerator

enum FlashcardFixtures {
    static let bucket = "bandup-documents"
    static let key = "uploads/flashcard_pdf/u-1/notes.pdf"

    static func request(_ members: JSONValue = [:]) throws -> FlashcardRequest {
        let defaults: JSONValue = ["pdf_url": .string("s3://\(bucket)/\(key)"), "num_cards": 2]
        guard case .object(let members) = members else { throw Unfit(text: members.text) }
        return try FlashcardRequest(try RequestFields(defaults.setting(members).text))
    }

    static let chunks = [
        Chunk(index: 0, text: "Photosynthesis makes sugar from light.", firstPage: 1, lastPage: 1),
        Chunk(index: 4, text: "Leaves are green.", firstPage: 7, lastPage: 8),
    ]

    static func card(
        _ question: String, answer: JSONValue = "Sugar.", type: JSONValue = "DEFINITION", chunk: JSONValue = 0
    ) -> JSONValue {
        ["source_chunk": chunk, "type": type, "question": .string(question), "answer": answer]
    }

    static func answer(_ cards: JSONValue...) -> JSONValue { ["flashcards": .array(cards)] }

    /// As many cards with questions of their own.
    static func answer(_ numbers: ClosedRange<Int>) -> JSONValue {
        ["flashcards": .array(numbers.map { card("Question \($0)?") })]
    }

    static func proposals(_ answer: JSONValue) throws -> CardProposals {
        try JSONDecoder().decode(CardProposals.self, from: Data(answer.text.utf8))
    }

    static func passages(_ chunks: [Chunk] = chunks) -> RetrievedContext {
        RetrievedContext(
            method: .representative, chunks: chunks, keywords: ["leaf", "light", "sugar", "green", "plant", "air"],
            pageCount: 9, chunkCount: 5, metrics: RetrievalMetrics())
    }
}
