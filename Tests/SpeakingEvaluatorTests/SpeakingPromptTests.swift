import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import SpeakingEvaluator

@Suite("Speaking prompt") struct SpeakingPromptTests {
    private func prompt(_ members: JSONValue = [:]) throws -> SpeakingPrompt {
        SpeakingPrompt(request: try SpeakingFixtures.request(members))
    }

    @Test("questions stand numbered between their markers, and the instruction stays the same")
    func questions() throws {
        let prompt = try prompt(["questions": ["Where do you live?", "Why?"]])
        let sections = try #require(PromptSections(prompt.content()))
        #expect(sections.sections == [.init(label: "QUESTIONS", text: "1. Where do you live?\n2. Why?")])
        #expect(try prompt.systemInstruction == self.prompt().systemInstruction)
    }

    @Test("a question that gives orders is data", arguments: InjectionAttempt.all)
    func injection(attempt: InjectionAttempt) throws {
        let question = "Discuss. " + String(attempt.text.prefix(900))
        let hostile = try prompt(["questions": [.string(question), "Why?"]])
        let plain = try prompt(["questions": ["Discuss."]])
        #expect(hostile.systemInstruction == plain.systemInstruction)
        let sections = try #require(PromptSections(hostile.content()))
        #expect(sections.sections.map(\.label) == ["QUESTIONS"])
        #expect(sections.outside == PromptSections(plain.content())?.outside)
        let text = try #require(sections.sections.first).text
        #expect(text.hasPrefix("1. Discuss.") && text.hasSuffix("\n2. Why?"))
        #expect(text.unicodeScalars.allSatisfy { !$0.properties.isDefaultIgnorableCodePoint })
    }

    @Test("without questions no marker is sent")
    func noQuestions() throws {
        let sections = try #require(PromptSections(try prompt().content()))
        #expect(sections.sections == [])
        #expect(sections.outside.contains("not known"))
    }

    @Test("each part has its own name and guidance", arguments: SpeakingPart.allCases)
    func parts(part: SpeakingPart) throws {
        let instruction = try prompt(["part": .string(part.rawValue)]).systemInstruction
        let number = part.rawValue.suffix(1)
        #expect(instruction.contains("Speaking Part \(number) ("))
        #expect(instruction.contains("In Part \(number) "))
        for other in SpeakingPart.allCases where other != part {
            #expect(!instruction.contains("In Part \(other.rawValue.suffix(1)) "))
        }
    }

    @Test("the instruction names every criterion that the schema asks for")
    func criteria() throws {
        let instruction = try prompt().systemInstruction
        for name in ["fluency_coherence", "lexical_resource", "grammatical_range_accuracy", "pronunciation"] {
            #expect(instruction.contains("`\(name)`"))
        }
    }
}
