import Base
import Examining
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite("Reading an answer for what is certain in it") struct LenientReadingTests {
    private struct Verdict: Decodable, Sendable, Equatable {
        let verdict: String
        let band: Band
        var level: String?
        var page: Int?
    }

    private static let schema = ResponseSchema.object([
        .required("verdict", .string), .required("band", .band), .optional("level", .enumeration(["high", "low"])),
        .optional("page", .integer(0...100)),
    ])
    private let clock = SteppingClock()

    private func generate(_ model: any GenerativeModel) async throws -> StructuredAnswer<Verdict> {
        try await StructuredGenerator(client: model, clock: clock).generate(
            Verdict.self, model: try geminiModel(),
            request: ModelRequest(
                parts: [.text("?")], generationConfig: GenerationConfig(responseFormat: .json(Self.schema))),
            deadline: .after(.seconds(100), on: clock))
    }

    /// Gives `text` first, and a good answer of another band when it is asked again.
    private func model(_ text: String, _ reason: FinishReason = .stop) -> ScriptedModel {
        ScriptedModel(
            .success(ModelAnswer(text: text, finishReason: reason)),
            .json(["verdict": "again", "band": 1]))
    }

    @Test("a call of a tool that nobody offered is passed by, and the text beside it is the answer")
    func uninvitedCall() async throws {
        let content = try ModelContent(.gemini, json: #"{"parts":[{"functionCall":{"name":"f"}}]}"#)
        let model = ScriptedModel(.success(ModelAnswer(text: Self.plain, content: content, finishReason: .stop)))
        #expect(try await generate(model).value.verdict == "clear")
        #expect(model.asked.count == 1)
    }

    private static let plain = #"{"verdict":"clear","band":6.5}"#

    private static let careless = [
        "```json\n\(plain)\n```", "```\n\(plain)\n```", "~~~JSON\r\n\(plain)\r\n~~~", "\u{FEFF}\(plain)",
        "Here is the evaluation:\n\n```json\n\(plain)\n```\nI hope that this helps!", "Sure! \(plain)",
        "\(plain)\n\nLet me know if {more} is needed.", "Braces like {this} first. \(plain)", "\(plain)\n\(plain)",
        "[\(plain)]", #""{\"verdict\":\"clear\",\"band\":6.5}""#, #"{"verdict":"clear","band":6.5,}"#,
        "<think>A brace: { and a quote \"</think>\n\(plain)", "json\n\(plain)", "// marks\n\(plain);",
        "{'verdict': 'clear', 'band': 6.5}",
    ]

    @Test("JSON in a fence, in prose or in careless form costs no second call", arguments: careless)
    func wrapped(text: String) async throws {
        let model = model(text)
        let answer = try await generate(model)
        #expect(answer.value == Verdict(verdict: "clear", band: try #require(Band(6.5))))
        #expect(model.asked.count == 1)
    }

    @Test("line breaks that a model left in a text are read as such")
    func rawLineBreak() async throws {
        let model = model("{\"verdict\":\"clear\nand\tshort\",\"band\":6.5}")
        #expect(try await generate(model).value.verdict == "clear\nand\tshort")
        #expect(model.asked.count == 1)
    }

    @Test(
        "what is not certain is asked for again",
        arguments: [
            // Second thoughts, a cut answer, another shape, no JSON.
            "\(plain) No, rather: {\"verdict\":\"clear\",\"band\":5}", "```json\n{\"verdict\":\"clear\",\"band\":6.",
            "The answer is {\"marks\": \(plain)}", "I can't mark this essay.", "{\"verdict\":\"clear\"}",
            String(repeating: "{", count: 5000),
        ])
    func uncertain(text: String) async throws {
        let model = model(text)
        #expect(try await generate(model).value.verdict == "again")
        #expect(model.asked.count == 2)
    }

    @Test(
        "a band may be written as text where it means one band only",
        arguments: [
            ("6.5", 6.5), ("6,5", 6.5), ("Band 6", 6), ("band 6.5", 6.5), ("7", 7), ("7.0", 7), (" 8.50 ", 8.5),
            ("6.5/9", 6.5), ("7 / 9.0", 7), ("6 out of 9", 6), ("6½", 6.5), ("IELTS Band Score: 7.5", 7.5),
            ("**6**", 6), ("Band 6.", 6), ("６．５", 6.5),
        ])
    func bandAsText(text: String, band: Double) async throws {
        let model = model(#"{"verdict":"clear","band":\#(JSONText.quoted(text))}"#)
        #expect(try await generate(model).value.band == Band(band))
        #expect(model.asked.count == 1)
    }

    @Test(
        "a text that may mean another band is asked for again",
        arguments: [
            "6-7", "6 or 7", "about 6", "not 6", "-6", "6+", "1,500", "6.3", "9.5", "6.5.1", "six", "", "Band", "6/10",
            "6 of 7", "6 7", "6,5,4",
        ])
    func noBand(text: String) async throws {
        let model = model(#"{"verdict":"clear","band":\#(JSONText.quoted(text))}"#)
        #expect(try await generate(model).value.verdict == "again")
        #expect(model.asked.count == 2)
    }

    @Test("listed words in other capitals and whole numbers in other forms are read")
    func listed() async throws {
        let model = model(#"{"verdict":"clear","band":6,"level":"High","page":"12"}"#)
        let value = try await generate(model).value
        #expect(value.level == "high" && value.page == 12)
        #expect(model.asked.count == 1)
    }

    @Test(
        "JSON shows by itself that it is whole, where the answer does not say so",
        arguments: [FinishReason.unspecified, .maxTokens])
    func unended(reason: FinishReason) async throws {
        let whole = model(Self.plain + "\n\n\n", reason)
        #expect(try await generate(whole).value.verdict == "clear")
        #expect(whole.asked.count == 1)
        let cut = model(String(Self.plain.dropLast(3)), reason)
        #expect(try await generate(cut).value.verdict == "again")
        #expect(cut.asked.count == 2)
    }

    private func converse(_ answers: String...) -> (BedrockConverseModel, FakeAWS) {
        let aws = FakeAWS(answers.map { .answer(200, [:], $0) })
        let client = BedrockRuntimeClient(configuration: .test(), http: aws, region: "us-east-1", clock: clock)
        return (BedrockConverseModel(client: client), aws)
    }

    private func converseAnswer(_ text: String, end: String = #""stopReason":"end_turn","#, tokens: String = "10")
        -> String
    {
        #"{"output":{"message":{"role":"assistant","content":[{"text":\#(JSONText.quoted(text))}]}},\#(end)"#
            + #""usage":{"inputTokens":\#(tokens),"outputTokens":5}}"#
    }

    @Test("the same holds for Bedrock's answers", arguments: careless)
    func bedrock(text: String) async throws {
        let (model, aws) = converse(converseAnswer(text))
        #expect(try await generate(model).value.band == Band(6.5))
        #expect(await aws.requests.count == 1)
    }

    @Test("Bedrock's usage as text, and an answer without its stop reason, are read")
    func bedrockForms() async throws {
        let (model, aws) = converse(
            converseAnswer(#"{"verdict":"clear","band":"Band 6.5"}"#, end: "", tokens: "\"10\""))
        let answer = try await generate(model)
        #expect(answer.value.band == Band(6.5))
        #expect(answer.usage == TokenUsage(promptTokens: 10, candidateTokens: 5))
        #expect(await aws.requests.count == 1)
    }

    @Test(
        "a success of Bedrock's without an answer in it is for another day",
        arguments: ["<html>502</html>", "", #"{"message":"The service is unavailable."}"#])
    func bedrockPage(body: String) async throws {
        let error = try await #require(throws: ModelError.self) { try await generate(converse(body).0) }
        #expect(error.isTransient)
        #expect(error.spending.calls == 0)
    }
}
