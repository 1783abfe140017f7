import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import WritingEvaluator

@Suite("Writing prompt") struct WritingPromptTests {
    private func prompt(_ members: JSONValue = [:]) throws -> WritingPrompt {
        WritingPrompt(request: try WritingFixtures.request(members))
    }

    @Test("whatever an essay says, it stands between its markers, and the instruction stays the same")
    func plain() throws {
        let sections = try #require(PromptSections(try prompt().content()))
        #expect(sections.sections == [.init(label: "ESSAY", text: WritingFixtures.essay)])
        #expect(!sections.outside.contains("Cities"))
        #expect(try !prompt().systemInstruction.contains("Cities"))
    }

    @Test("an essay that gives orders is data", arguments: InjectionAttempt.all)
    func essay(attempt: InjectionAttempt) throws {
        let essay = "Cities grow. " + attempt.text
        let hostile = try prompt(["essay_content": .string(essay)])
        #expect(try hostile.systemInstruction == prompt().systemInstruction)
        let sections = try #require(PromptSections(hostile.content()))
        #expect(try sections.outside == PromptSections(prompt().content())?.outside)
        // Nothing that a reader sees is lost, but for runs of brackets.
        let visible = DelimitedText(UntrustedText(essay), label: "ESSAY", marker: "").text
        #expect(sections.sections == [.init(label: "ESSAY", text: visible)])
        #expect(visible.unicodeScalars.allSatisfy { !$0.properties.isDefaultIgnorableCodePoint })
    }

    @Test("a question that gives orders is data too", arguments: InjectionAttempt.all)
    func question(attempt: InjectionAttempt) throws {
        let hostile = try prompt(["task_prompt": .string("Discuss. " + attempt.text.prefix(4000))])
        let plain = try prompt(["task_prompt": "Discuss."])
        #expect(hostile.systemInstruction == plain.systemInstruction)
        let sections = try #require(PromptSections(hostile.content()))
        #expect(sections.sections.map(\.label) == ["TASK", "ESSAY"])
        #expect(sections.outside == PromptSections(plain.content())?.outside)
    }

    @Test("the model is sent the instruction apart from the text", arguments: InjectionAttempt.all.prefix(5))
    func sent(attempt: InjectionAttempt) async throws {
        let model = ScriptedModel(.json(WritingFixtures.answer()))
        let request = try WritingFixtures.request(["essay_content": .string(attempt.text)])
        // An answer that may come of an order is refused; what was sent is the same.
        do {
            _ = try await WritingFixtures.perform(model, request)
        } catch let error as JobError {
            #expect(error.failure.code == .unprocessable)
        }
        let asked = try #require(model.asked.first)
        #expect(asked.parts.count == 1)
        #expect(try asked.systemInstruction == prompt().systemInstruction)
        #expect(try #require(PromptSections(asked.text)).sections.map(\.label) == ["ESSAY"])
    }

    @Test("each task is marked by its own first criterion and its own length")
    func tasks() throws {
        let task1 = try prompt(["task_type": "TASK_1"]).systemInstruction
        let task2 = try prompt(["task_type": "TASK_2"]).systemInstruction
        #expect(task1.contains("TASK ACHIEVEMENT") && task1.contains("under 150 words"))
        #expect(task2.contains("TASK RESPONSE") && task2.contains("under 250 words"))
        #expect(!task1.contains("TASK RESPONSE") && !task2.contains("TASK ACHIEVEMENT"))
    }

    @Test("the instruction names every criterion that the schema asks for", arguments: WritingTask.allCases)
    func criteria(task: WritingTask) throws {
        let instruction = try prompt(["task_type": .string(task.rawValue)]).systemInstruction
        for name in ["task_achievement", "coherence_cohesion", "lexical_resource", "grammatical_range_accuracy"] {
            #expect(instruction.contains("`\(name)`"))
        }
    }

    @Test("without a question the model is told to infer it")
    func noQuestion() throws {
        #expect(try prompt().content().contains("The question is not known"))
        #expect(try !prompt(["task_prompt": "Why?"]).content().contains("The question is not known"))
    }
}
