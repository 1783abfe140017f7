import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import WritingEvaluator

@Suite("Marking an essay") struct WritingWorkerTests {
    @Test("a good answer becomes a record with one call")
    func good() async throws {
        let model = ScriptedModel(.json(WritingFixtures.answer()))
        let record = try await WritingFixtures.perform(model)
        #expect(model.asked.count == 1)
        #expect(record.overallBand == "6.5")
        #expect(record.taskAchievementBand == "6.5")
        #expect(record.coherenceBand == "6.0")
        #expect(record.lexicalBand == "7.0")
        #expect(record.grammarBand == "6.0")
        #expect(record.wordCount == 13)
        #expect(record.modelUsed == "gemini-writing_task2")
        #expect(record.modelVersion == "gemini-3.5-flash-lite")
        #expect(record.estimatedCost == "0.0008")
        #expect(record.promptVersion == WritingPrompt.version)
        #expect(try WritingFixtures.feedback(of: record) == WritingFixtures.keptAnswer)
        #expect(record.warnings?.map(\.code) == [.underLength])
        #expect(record.confidence == BandConfidence(level: .high, samples: 1, spread: [:]))
        #expect(record.modelRung == 1)
    }

    @Test("the model is asked for the schema, in the words of the task")
    func asked() async throws {
        let model = ScriptedModel(.json(WritingFixtures.answer()))
        let record = try await WritingFixtures.perform(model, try WritingFixtures.request(["task_type": "TASK_1"]))
        let config = try #require(model.asked.first?.generationConfig)
        #expect(config.responseFormat == .json(WritingAssessment.schema))
        #expect(config.maxOutputTokens == WritingWorker.maxOutputTokens)
        #expect(config.thinking == .lowest)
        #expect(record.modelUsed == "gemini-writing_task1")
    }

    @Test(
        "an answer that can't be right is asked for again, and both are paid",
        arguments: [
            WritingFixtures.answer(bands: [9.5, 6, 6, 6]), WritingFixtures.answer(bands: [-0.5, 6, 6, 6]),
            WritingFixtures.answer(bands: [6.3, 6, 6, 6]), WritingFixtures.answer(bands: [6, 6, 6, 6.75]),
            WritingFixtures.answer(bands: [6, "6.3", 6, 6]), WritingFixtures.answer(bands: [6, nil, 6, 6]),
            WritingFixtures.answer(bands: [6, 6, 90, 6]), WritingFixtures.answer(bands: [6, 6, ["band": 6], 6]),
            WritingFixtures.answer().setting(["lexical_resource": nil]),
            WritingFixtures.answer().setting(["strengths": nil]),
            WritingFixtures.answer().setting(["overall_band": 9]),
            WritingFixtures.answer().setting(["weaknesses": "none"]),
            WritingFixtures.answer().setting(["quoted_examples": [["quote": "Cities"]]]),
            WritingFixtures.answer().setting(["addressed_to_examiner": nil]),
            WritingFixtures.answer().setting(["strengths": ["Clear."]]),
            WritingFixtures.answer().setting(["weaknesses": []]),
            WritingFixtures.answer().setting(["weaknesses": ["Thin.", " "]]),
            WritingFixtures.answer().setting(["lexical_resource", "feedback"], ""),
            WritingFixtures.answer().setting(["task_achievement", "feedback"], 7),
            [WritingFixtures.answer(), WritingFixtures.answer(bands: [5, 5, 5, 5])], "a text", nil,
        ])
    func askedAgain(answer: JSONValue) async throws {
        let model = ScriptedModel(.json(answer), .json(WritingFixtures.answer()))
        let record = try await WritingFixtures.perform(model)
        #expect(model.asked.count == 2)
        #expect(record.overallBand == "6.5")
        #expect(record.estimatedCost == "0.0016")
    }

    @Test("bands as text are bands, and cost one call")
    func textualBands() async throws {
        let model = ScriptedModel(.json(WritingFixtures.answer(bands: ["6.5", "Band 6", "7,0", 6])))
        let record = try await WritingFixtures.perform(model)
        #expect([record.taskAchievementBand, record.coherenceBand, record.lexicalBand] == ["6.5", "6.0", "7.0"])
        #expect(model.asked.count == 1)
    }

    @Test("a report that names its categories again and again gets the best marks")
    func repetitiveReport() async throws {
        let nines = ScriptedModel.Answer.json(WritingFixtures.answer(bands: [9, 9, 8.5, 9], quotes: []))
        for (second, level) in [(9.0, BandConfidence.Level.high), (8.5, .high)] {
            let model = ScriptedModel(nines, .json(WritingFixtures.language(.number(second), .number(second))))
            let request = try WritingFixtures.request([
                "essay_content": .string(WritingFixtures.melbourneReport), "task_type": "TASK_1",
            ])
            let record = try await WritingFixtures.perform(model, request)
            #expect(record.grammarBand.text == Band(second)?.description)
            #expect(record.confidence?.level == level)
        }
    }

    @Test("where everything is said twice the bands are given with low confidence")
    func formulaicReport() async throws {
        let model = ScriptedModel(
            .json(WritingFixtures.answer(bands: [9, 9, 9, 9], quotes: [])), .json(WritingFixtures.language(6, 6.5)))
        let request = try WritingFixtures.request([
            "essay_content": .string(WritingFixtures.formulaicReport), "task_type": "TASK_1",
        ])
        let record = try await WritingFixtures.perform(model, request)
        #expect([record.lexicalBand, record.grammarBand] == ["6.0", "6.5"])
        #expect(record.confidence?.level == .low)
        #expect(record.warnings?.map(\.code).contains(.lowConfidence) == true)
        #expect(model.asked.count == 2)
    }

    @Test("a model that gives no answer twice is asked again another day")
    func empty() async throws {
        let model = ScriptedModel(
            .success(ModelAnswer(text: "", finishReason: .stop)))
        let error = await #expect(throws: JobError.self) { try await WritingFixtures.perform(model) }
        #expect(error?.failure.code == .modelError)
        #expect(error?.isTransient == true)
        #expect(model.asked.count == 2)
    }

    @Test("an essay whose blanks are zero-width spaces reaches the model with blanks, and its quotes are found")
    func hiddenBlanks() async throws {
        let essay = "Cities\u{200B}grow\u{200B}fast\u{200B}and\u{200B}parks\u{200B}matter."
        let model = ScriptedModel(.json(WritingFixtures.answer(quotes: ["grow fast"])))
        let record = try await WritingFixtures.perform(
            model, try WritingFixtures.request(["essay_content": .string(essay)]))
        #expect(record.wordCount == 6)
        #expect(model.asked[0].text.contains("Cities grow fast and parks matter."))
        guard case .array(let quotes)? = try WritingFixtures.feedback(of: record)["quoted_examples"] else {
            Issue.record("no quotes")
            return
        }
        #expect(quotes.first?["start"] == 7 && quotes.first?["end"] == 16)
    }

    @Test("what a model says too much is cut off, not paid for again")
    func surplus() async throws {
        let answer = WritingFixtures.answer(quotes: Array(repeating: "Cities", count: 9)).setting([
            "strengths": ["Clear.", "Short.", "Lively."], "weaknesses": ["Thin.", "Plain.", "Vague.", "Dull."],
        ])
        let model = ScriptedModel(.json(answer))
        let feedback = try WritingFixtures.feedback(of: try await WritingFixtures.perform(model))
        #expect(model.asked.count == 1)
        #expect(feedback["strengths"] == ["Clear.", "Short."])
        #expect(feedback["weaknesses"] == ["Thin.", "Plain."])
    }

    private func perform(nines second: JSONValue...) async throws -> (WritingOutcome, ScriptedModel) {
        let nines = ScriptedModel.Answer.json(WritingFixtures.answer(bands: [9, 9, 9, 9], quotes: []))
        let model =
            second.count == 1
            ? ScriptedModel(nines, .json(second[0])) : ScriptedModel(nines, .json(second[0]), .json(second[1]))
        let request = try WritingFixtures.request(["essay_content": .string(WritingFixtures.longEssay)])
        return (try await WritingFixtures.perform(model, request), model)
    }

    @Test("near-perfect marks are confirmed on two parts of the essay, and all three calls are paid")
    func confirmed() async throws {
        let (record, model) = try await perform(nines: WritingFixtures.language(9, 8.5))
        #expect(record.overallBand == "9.0")
        #expect([record.lexicalBand, record.grammarBand] == ["9.0", "8.5"])
        #expect(record.estimatedCost == "0.0024")
        #expect(model.asked.count == 3)
        let excerpts = model.asked.dropFirst().compactMap { PromptSections($0.text)?.sections.first?.text }
        let words = excerpts.map { WordCounter.count($0) }
        #expect(words.reduce(0, +) == WordCounter.count(WritingFixtures.longEssay))
        #expect(words.allSatisfy { $0 > 80 })
        #expect(Set(model.asked.compactMap(\.generationConfig.seed)).count == 2)
    }

    @Test("near-perfect marks that one part of the essay contradicts are refused for good")
    func contradicted() async throws {
        let error = await #expect(throws: JobError.self) {
            try await perform(nines: WritingFixtures.language(9, 9), WritingFixtures.language(6, 7))
        }
        #expect(error?.failure.code == .unprocessable)
        #expect(error?.isTransient == false)
    }

    @Test("a model that gives no usable answer twice is not asked a third time")
    func hopeless() async throws {
        let model = ScriptedModel(.json(WritingFixtures.answer(bands: [6.3, 6, 6, 6])))
        let error = await #expect(throws: JobError.self) { try await WritingFixtures.perform(model) }
        #expect(error?.failure.code == .modelError)
        #expect(model.asked.count == 2)
        #expect(error?.isTransient == false)
    }

    @Test("blocked content fails for good after one call")
    func blocked() async throws {
        let model = ScriptedModel(
            .success(ModelAnswer(text: "", finishReason: .safety)))
        let error = await #expect(throws: JobError.self) { try await WritingFixtures.perform(model) }
        #expect(error?.failure.code == .unprocessable)
        #expect(model.asked.count == 1)
    }

    @Test("a model that does not exist is reported with the variable that names it")
    func modelGone() async throws {
        let model = ScriptedModel(.refused(.modelNotFound(try geminiModel("gemini-2.0-flash"))))
        let error = await #expect(throws: JobError.self) { try await WritingFixtures.perform(model) }
        #expect((error?.failure.cause as? ConfigurationError)?.variable == "GEMINI_MODEL")
    }

    @Test(
        "the overall band is the mean of the four, a quarter rounded up",
        arguments: [
            ([6, 6, 6, 7], "6.5"), ([6, 6, 7, 7], "6.5"), ([6, 7, 7, 7], "7.0"), ([6, 6, 6, 6.5], "6.0"),
            ([0, 0, 0, 0], "0.0"), ([9, 9, 9, 9], "9.0"), ([8.5, 9, 9, 9], "9.0"), ([8.5, 8.5, 9, 9], "9.0"),
            ([0, 0, 0, 1], "0.5"), ([0, 0, 0, 0.5], "0.0"),
        ] as [([JSONValue], String)])
    func overall(bands: [JSONValue], overall: String) async throws {
        let record = try await WritingFixtures.perform(
            ScriptedModel(.json(WritingFixtures.answer(bands: bands)), .json(WritingFixtures.language(9, 9))),
            try WritingFixtures.request(["essay_content": .string(WritingFixtures.longEssay)]))
        #expect(record.overallBand.text == overall)
    }

    @Test("quotes that do not stand in the essay are dropped, the others stay in order")
    func quotes() async throws {
        let quotes: [JSONValue] = ["they matter", "Cities shrink", "don't pay", "", "CITIES GROW FAST"]
        let record = try await WritingFixtures.perform(
            ScriptedModel(.json(WritingFixtures.answer(quotes: quotes))))
        guard case .array(let kept)? = try WritingFixtures.feedback(of: record)["quoted_examples"] else {
            Issue.record("no examples")
            return
        }
        #expect(kept.map { $0["quote"] } == ["they matter", "don't pay"])
        #expect(record.warnings?.map(\.code) == [.underLength, .quotesDropped])
    }

    @Test("a quote of an essay with hidden characters is found, as the model was not shown them")
    func quotesOfCleanedText() async throws {
        let request = try WritingFixtures.request(["essay_content": "We co\u{AD}operate\u{200B} in the\u{E0041} city."])
        let record = try await WritingFixtures.perform(
            ScriptedModel(.json(WritingFixtures.answer(quotes: ["cooperate in the city"]))), request)
        #expect(try WritingFixtures.feedback(of: record).text.contains("cooperate in the city"))
    }

    @Test("without usage there is no cost, and without a version the model asked for counts")
    func unknowns() async throws {
        let record = try await WritingFixtures.perform(
            ScriptedModel(.json(WritingFixtures.answer(), usage: nil, modelVersion: nil)))
        #expect(record.estimatedCost == nil)
        #expect(record.modelVersion == "gemini-3.5-flash-lite")
    }
}
