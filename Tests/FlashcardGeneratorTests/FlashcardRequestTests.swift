import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import FlashcardGenerator

@Suite("Flashcard requests") struct FlashcardRequestTests {
    @Test("only the document has to be named")
    func defaults() throws {
        let request = try FlashcardRequest(RequestFields(#"{"pdf_url": "s3://bucket/a.pdf"}"#))
        #expect(request.document.url == "s3://bucket/a.pdf")
        #expect(request.cardCount == 10)
        #expect(request.difficulty == .medium)
        #expect(request.questionTypes == [.definition, .vocabulary, .comprehension])
    }

    @Test("all fields are read, and unknown ones ignored")
    func whole() throws {
        let request = try FlashcardFixtures.request([
            "num_cards": 50, "difficulty": "HARD", "question_types": ["COMPREHENSION", "DEFINITION", "COMPREHENSION"],
            "language": "vi",
        ])
        #expect(request.cardCount == 50)
        #expect(request.difficulty == .hard)
        #expect(request.questionTypes == [.comprehension, .definition])
    }

    @Test(
        "an optional field that is null is as if it were not there",
        arguments: ["num_cards", "difficulty", "question_types"])
    func absent(field: String) throws {
        let request = try FlashcardRequest(RequestFields(#"{"pdf_url": "s3://bucket/a", "\#(field)": null}"#))
        #expect(request.cardCount == 10)
        #expect(request.difficulty == .medium)
        #expect(request.questionTypes.count == 3)
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            (["pdf_url": nil], "pdf_url"), (["pdf_url": ""], "pdf_url"), (["pdf_url": 5], "pdf_url"),
            (["pdf_url": "https://x/a.pdf"], "pdf_url"), (["pdf_url": "s3://bucket"], "pdf_url"),
            (["pdf_url": "s3://127.0.0.1/a"], "pdf_url"), (["pdf_url": ["s3://bucket/a"]], "pdf_url"),
            (["num_cards": 0], "num_cards"), (["num_cards": 51], "num_cards"), (["num_cards": -1], "num_cards"),
            (["num_cards": 1.5], "num_cards"), (["num_cards": "10"], "num_cards"), (["num_cards": true], "num_cards"),
            (["num_cards": .integer(.max)], "num_cards"), (["num_cards": [10]], "num_cards"),
            (["difficulty": "hard"], "difficulty"), (["difficulty": ""], "difficulty"),
            (["difficulty": 2], "difficulty"),
            (["question_types": "DEFINITION"], "question_types"), (["question_types": []], "question_types"),
            (["question_types": ["definition"]], "question_types"), (["question_types": ["CLOZE"]], "question_types"),
            (["question_types": ["DEFINITION", 1]], "question_types"), (["question_types": [nil]], "question_types"),
            (["question_types": .array(Array(repeating: "DEFINITION", count: 21))], "question_types"),
        ] as [(JSONValue, String)])
    func wrong(members: JSONValue, field: String) throws {
        let error = #expect(throws: InvalidField.self) { try FlashcardFixtures.request(members) }
        #expect(error?.field == field)
    }

    @Test("the order of types makes no other request, all that decides the cards does")
    func contentHash() throws {
        let hash = try FlashcardFixtures.request().contentHash
        for same: JSONValue in [
            ["difficulty": "MEDIUM"], ["question_types": ["COMPREHENSION", "VOCABULARY", "DEFINITION"]],
            ["user_id": "u", "set_id": "s"],
        ] {
            #expect(try FlashcardFixtures.request(same).contentHash == hash)
        }
        for other: JSONValue in [
            ["num_cards": 3], ["difficulty": "EASY"], ["question_types": ["VOCABULARY"]], ["pdf_url": "s3://bucket/b"],
        ] {
            #expect(try FlashcardFixtures.request(other).contentHash != hash)
        }
    }
}
