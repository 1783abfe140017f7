import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import WritingEvaluator

@Suite("Report, letter or essay") struct WritingFormTests {
    private func form(task: String? = nil, answer: String, type: String = "TASK_1") throws -> WritingForm {
        var members: [String: JSONValue] = ["task_type": .string(type), "essay_content": .string(answer)]
        members["task_prompt"] = task.map(JSONValue.string)
        return WritingForm(try WritingFixtures.request(.object(members)))
    }

    private static let letter =
        "Dear Sir or Madam,\nI am writing about the heating in my flat.\nYours faithfully,\nAn Tran"
    private static let report =
        "The line graph illustrates how many trips were made by bus and train from 1990 to 2010."
    private static let neither = "I saw many people in the street last week and they were happy."

    @Test(
        "the task says which it is",
        arguments: [
            "The chart below shows water use by sector in 2000 and 2020. Summarise the information by selecting and "
                + "reporting the main features, and make comparisons where relevant.",
            "The diagram shows how rain water is collected. Write a report for a university lecturer.",
            "The maps show a village in 1980 and today.",
            "The table shows how often people write to each other.",
        ])
    func reportTask(task: String) throws {
        #expect(try form(task: task, answer: Self.neither) == .report)
    }

    @Test(
        "and so it does for letters",
        arguments: [
            "You recently stayed at a hotel and lost your watch. Write a letter to the manager. In your letter: say when "
                + "you stayed, describe the watch, say what you want them to do. Begin your letter: Dear Sir or Madam,",
            "A friend has asked for advice about a job. Write to your friend. You do NOT need to write any addresses.",
            "Write an email to your landlord about the broken table in the kitchen.",
        ])
    func letterTask(task: String) throws {
        #expect(try form(task: task, answer: Self.neither) == .letter)
    }

    @Test("the task decides against the answer's form, which is a fault then")
    func taskDecides() throws {
        #expect(try form(task: "Write a letter to a friend.", answer: Self.report) == .letter)
        #expect(try form(task: "The graph below shows trips.", answer: Self.letter) == .report)
    }

    @Test("where the task does not tell, the answer does")
    func answerTells() throws {
        #expect(try form(answer: Self.letter) == .letter)
        #expect(try form(answer: "hi Minh!\n" + Self.neither) == .letter)
        #expect(try form(answer: Self.report) == .report)
        #expect(try form(task: "Do the task on page 12.", answer: Self.report) == .report)
    }

    @Test("where neither tells, the model is shown both descriptions and decides")
    func unsure() throws {
        #expect(try form(answer: Self.neither) == .reportOrLetter)
        #expect(
            try form(task: "Write at least 150 words.", answer: "Dear diary, the chart shows my trips.")
                == .reportOrLetter)
        let instruction = WritingRubric.criteria(of: .reportOrLetter)
        #expect(instruction.contains("A report describes") && instruction.contains("A letter has a purpose"))
        #expect(instruction.contains("Decide which"))
    }

    @Test("each form is marked by its own description alone")
    func descriptions() {
        let report = WritingRubric.criteria(of: .report)
        let letter = WritingRubric.criteria(of: .letter)
        #expect(report.contains("overview") && !report.contains("bullet point") && !report.contains("Decide which"))
        #expect(letter.contains("bullet point") && letter.contains("tone") && !letter.contains("overview of the main"))
        #expect(!WritingRubric.criteria(of: .essay).contains("Task 1"))
    }

    @Test("Task 2 is an essay, whatever it looks like")
    func essay() throws {
        #expect(try form(task: "Write a letter.", answer: Self.letter, type: "TASK_2") == .essay)
    }

    @Test("every criterion of every form says what marks each band from 4 to 9", arguments: WritingForm.allCases)
    func bands(form: WritingForm) {
        let texts = WritingRubric.criteria(of: form)
        for band in 4...9 {
            let lines = texts.split(separator: "\n").count { $0.hasPrefix("\(band): ") }
            #expect(lines == (form == .reportOrLetter ? 5 : 4), "band \(band)")
        }
    }
}
