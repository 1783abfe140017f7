import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
import TestSupport
import Testing

@testable import WritingEvaluator

@Suite("Writing requests") struct WritingRequestTests {
    @Test("only the essay has to be there: Task 2 without a question is assumed")
    func defaults() throws {
        let request = try WritingRequest(RequestFields(#"{"essay_content": "An essay."}"#))
        #expect(request.essay == "An essay.")
        #expect(request.task == .task2)
        #expect(request.taskPrompt == nil)
    }

    @Test("all fields are read, and unknown ones ignored")
    func whole() throws {
        let request = try WritingFixtures.request([
            "task_type": "TASK_1", "task_prompt": "Describe the chart.", "band": 9, "model": ["name": "other"],
        ])
        #expect(request.essay == WritingFixtures.essay)
        #expect(request.task == .task1)
        #expect(request.taskPrompt == "Describe the chart.")
    }

    @Test(
        "an optional field that is null or blank is as if it were not there",
        arguments: [#""task_type": null"#, #""task_prompt": null"#, #""task_prompt": """#, #""task_prompt": " \n""#])
    func absent(member: String) throws {
        let request = try WritingRequest(RequestFields(#"{"essay_content": "An essay.", \#(member)}"#))
        #expect(request.task == .task2)
        #expect(request.taskPrompt == nil)
    }

    @Test(
        "what is missing or wrong is named",
        arguments: [
            ("{}", "essay_content"), (#"{"essay_content": null}"#, "essay_content"),
            (#"{"essay_content": ""}"#, "essay_content"), (#"{"essay_content": " \t\n "}"#, "essay_content"),
            (#"{"essay_content": "— & … !"}"#, "essay_content"), (#"{"essay_content": 5}"#, "essay_content"),
            (#"{"essay_content": true}"#, "essay_content"), (#"{"essay_content": ["a"]}"#, "essay_content"),
            (#"{"essay_content": {"text": "a"}}"#, "essay_content"), (#"{"Essay_Content": "a"}"#, "essay_content"),
            (#"{"essay_content": "a", "task_type": "task_2"}"#, "task_type"),
            (#"{"essay_content": "a", "task_type": "TASK_3"}"#, "task_type"),
            (#"{"essay_content": "a", "task_type": ""}"#, "task_type"),
            (#"{"essay_content": "a", "task_type": 2}"#, "task_type"),
            (#"{"essay_content": "a", "task_type": ["TASK_2"]}"#, "task_type"),
            (#"{"essay_content": "a", "task_prompt": 7}"#, "task_prompt"),
            (#"{"essay_content": "a", "task_prompt": {}}"#, "task_prompt"),
        ])
    func wrong(json: String, field: String) throws {
        let fields = try RequestFields(json)
        let error = #expect(throws: InvalidField.self) { try WritingRequest(fields) }
        #expect(error?.field == field)
    }

    @Test(
        "texts may be as long as their limit, and not one character longer",
        arguments: [
            ("essay_content", WritingRequest.maximumEssayLength), ("task_prompt", WritingRequest.maximumPromptLength),
        ])
    func limits(field: String, limit: Int) throws {
        _ = try WritingFixtures.request([field: .string(String(repeating: "é", count: limit))])
        let error = #expect(throws: InvalidField.self) {
            try WritingFixtures.request([field: .string(String(repeating: "é", count: limit + 1))])
        }
        #expect(error?.field == field)
    }

    @Test("ids and a default spelled out make no other request, all that decides the score does")
    func contentHash() throws {
        let hash = try WritingFixtures.request().contentHash
        #expect(
            try WritingFixtures.request(["task_type": "TASK_2", "session_id": "s", "user_id": "u"]).contentHash == hash)
        for other: JSONValue in [
            ["task_type": "TASK_1"], ["task_prompt": "Why?"], ["essay_content": "Another essay."],
        ] {
            #expect(try WritingFixtures.request(other).contentHash != hash)
        }
    }

    @Test("the worker refuses a bad request for good, naming the field")
    func refusal() throws {
        let worker = WritingWorker(generator: ScriptedModel().generator, model: try geminiModel())
        let user = JobUser(id: try userID(), ownsObjectsOnly: true)
        let fields = try RequestFields("{}")
        let error = #expect(throws: JobError.self) { try worker.request(from: fields, for: user) }
        guard case .permanent(let failure)? = error else {
            Issue.record("not permanent")
            return
        }
        #expect(failure.code == .invalidRequest)
        #expect(failure.field == "essay_content")
    }
}
