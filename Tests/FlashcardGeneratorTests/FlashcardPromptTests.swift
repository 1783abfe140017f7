import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import FlashcardGenerator

@Suite("Flashcard prompt") struct FlashcardPromptTests {
    private func prompt(
        text: String = "Leaves are green.", keywords: [String] = ["leaf"], _ members: JSONValue = [:]
    ) throws -> FlashcardPrompt {
        FlashcardPrompt(
            request: try FlashcardFixtures.request(members),
            chunks: [Chunk(index: 4, text: text, firstPage: 7, lastPage: 8)], keywords: keywords)
    }

    private func card(_ question: String) -> Flashcard {
        Flashcard(
            question: question, answer: "A.", type: .definition, difficulty: .easy, sourceChunk: 4, sourcePage: 7)
    }

    @Test("passages, keywords and questions there are already stand between markers of their own")
    func sections() throws {
        let content = try prompt().content(existing: [card("What?"), card("Why?")])
        let sections = try #require(PromptSections(content))
        #expect(
            sections.sections == [
                .init(label: "KEYWORDS", text: "leaf"), .init(label: "CHUNK 4", text: "Leaves are green."),
                .init(label: "EXISTING", text: "- What?\n- Why?"),
            ])
        #expect(sections.outside.contains("Passage 4, from page 7:"))
    }

    @Test("without keywords or cards there are no sections for them")
    func onlyPassages() throws {
        let sections = try #require(PromptSections(try prompt(keywords: []).content(existing: [])))
        #expect(sections.sections.map(\.label) == ["CHUNK 4"])
    }

    @Test("a document that gives orders is data", arguments: InjectionAttempt.all)
    func document(attempt: InjectionAttempt) throws {
        let text = "Leaves are green. " + attempt.text
        let content = try prompt(text: text, keywords: [attempt.text]).content(existing: [card(attempt.text)])
        let plain = try prompt().content(existing: [card("What?")])
        let sections = try #require(PromptSections(content))
        #expect(sections.outside == PromptSections(plain)?.outside)
        #expect(sections.sections.map(\.label) == ["KEYWORDS", "CHUNK 4", "EXISTING"])
        #expect(
            sections.sections[1].text == DelimitedText(UntrustedText(text), label: "CHUNK", marker: "").text)
    }

    @Test("the instruction asks for so many cards, of the types and difficulty asked for")
    func instruction() throws {
        let prompt = try prompt(["question_types": ["VOCABULARY"], "difficulty": "HARD"])
        #expect(prompt.systemInstruction(count: 1).contains("exactly 1 card."))
        #expect(prompt.systemInstruction(count: 12).contains("exactly 12 cards."))
        #expect(prompt.systemInstruction(count: 2).contains("- VOCABULARY:"))
        #expect(!prompt.systemInstruction(count: 2).contains("- DEFINITION:"))
        #expect(prompt.systemInstruction(count: 2).contains("Difficulty HARD"))
        #expect(!prompt.systemInstruction(count: 2).contains("Leaves"))
    }

    @Test("each difficulty has guidance of its own", arguments: Difficulty.allCases)
    func difficulty(difficulty: Difficulty) throws {
        let instruction = try prompt(["difficulty": .string(difficulty.rawValue)]).systemInstruction(count: 2)
        for other in Difficulty.allCases {
            #expect(instruction.contains("Difficulty \(other.rawValue)") == (other == difficulty))
        }
    }

    private func prompt(_ members: JSONValue) throws -> FlashcardPrompt {
        try prompt(text: "Leaves are green.", keywords: ["leaf"], members)
    }
}
