import BandUpCore
import Base
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Examining

/// Two criteria and a confidence.
private struct Marks: Assessment {
    static let criteria = ["a", "b"]
    let a: Band
    let b: Band
    var confidence: BandConfidence.Level?
    var bands: [Band] { [a, b] }
    var ownConfidence: BandConfidence.Level? { confidence }
    func replacing(bands: [Band]) -> Marks { Marks(a: bands[0], b: bands[1], confidence: confidence) }
}

/// Answers by the model's name, each from its list, the last entry for ever.
private final class Models: GenerativeModel {
    typealias Answer = Result<String, ModelError>
    let answers: [String: [Answer]]
    let asked = Mutex<[String]>([])

    init(_ answers: [String: [Answer]]) { self.answers = answers }

    func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer {
        let turn = asked.withLock { asked in
            asked.append(model.name)
            return asked.count { $0 == model.name } - 1
        }
        let list = answers[model.name] ?? []
        let text = try list[min(turn, list.count - 1)].get()
        return ModelAnswer(
            text: text, finishReason: .stop,
            usage: TokenUsage(promptTokens: 1_000_000), modelVersion: model.name)
    }
}

@Suite struct LadderTests {
    private static let cheap = "gemini-3.5-flash-lite"
    private static let dear = "gemini-3.8-flash"
    private let clock = SteppingClock()

    private func examine(
        _ models: Models, ladder: [String] = [cheap, dear], samples: Int = 1,
        doubt: @Sendable (Marks) -> MarkDoubt = { _ in .none }
    ) async throws -> Examination<Marks> {
        let rungs = try ladder.map { try #require(ModelID($0)) }
        let panel = ExaminerPanel(
            generator: StructuredGenerator(client: models, clock: clock), model: rungs[0],
            higherRungs: Array(rungs.dropFirst()), samples: samples, clock: clock)
        return try await panel.examine(
            Marks.self, request: ModelRequest(parts: [.text("?")]),
            deadline: .after(.seconds(100), on: clock), logger: Logger(format: .json, level: .error, write: { _ in }),
            check: { _ in }, doubt: doubt)
    }

    private func marks(_ a: Double, _ b: Double, _ confidence: String? = nil) -> Models.Answer {
        .success("{\"a\":\(a),\"b\":\(b)\(confidence.map { ",\"confidence\":\"\($0)\"" } ?? "")}")
    }

    @Test("a cheap model that is sure is the only one that is asked")
    func cheapIsEnough() async throws {
        let models = Models([Self.cheap: [marks(6, 7, "medium")]])
        let found = try await examine(models)
        #expect(found.rung == 1)
        #expect(models.asked.withLock { $0 } == [Self.cheap])
    }

    @Test(
        "the next model is asked when the answer is useless, its quota is used up, or it is not sure, and all is paid for",
        arguments: [0, 1, 2])
    func escalation(reason: Int) async throws {
        let first: Models.Answer =
            [
                .success("nonsense"), .failure(ModelError(.quotaExceeded(perDay: true, retryAfter: nil))),
                marks(3, 3, "low"),
            ][
                reason]
        let models = Models([Self.cheap: [first], Self.dear: [marks(6, 7)]])
        let found = try await examine(models)
        #expect(found.rung == 2)
        #expect(found.assessment.a == Band(6))
        #expect(models.asked.withLock { $0 } == [Self.cheap, Self.dear])
        // A million tokens cost 0.30 and 0.75 dollars; a refused call costs nothing.
        #expect(found.spending.cost == Cost(reason == 1 ? "0.75" : "1.05"))
    }

    @Test("an unsure answer is better than none")
    func keepsUnsure() async throws {
        let models = Models([Self.cheap: [marks(3, 3, "low")], Self.dear: [.success("nonsense")]])
        let found = try await examine(models)
        #expect(found.rung == 1)
        #expect(found.confidence.level == .low)
    }

    @Test("what another model would refuse too is not asked again")
    func blocked() async throws {
        let models = Models([Self.cheap: [.failure(ModelError(.blocked(.prompt(.safety))))]])
        await #expect(throws: ModelError.self) { try await examine(models) }
        #expect(models.asked.withLock { $0 } == [Self.cheap])
    }

    @Test("of several answers the median counts for each criterion, and the spread is the confidence")
    func median() async throws {
        let models = Models([Self.cheap: [marks(6, 7), marks(6.5, 5.5), marks(7, 7)]])
        let found = try await examine(models, ladder: [Self.cheap], samples: 3)
        #expect(found.assessment.bands == [Band(6.5), Band(7)])
        #expect(found.confidence == BandConfidence(level: .low, samples: 3, spread: ["a": 1, "b": 1.5]))
        #expect(found.spending.calls == 3)
    }

    private func language(_ band: Double) -> Models.Answer {
        let criterion = "{\"feedback\":\".\",\"band\":\(band)}"
        return .success("{\"lexical_resource\":\(criterion),\"grammatical_range_accuracy\":\(criterion)}")
    }

    /// Eights and nines are doubted.
    private static func doubt(_ marks: Marks) -> MarkDoubt {
        guard marks.a.value >= 8 else { return .none }
        let text = "Few of us walk. Most people take the bus instead."
        return SecondOpinion(on: text, leaving: { _ in false }, leastWords: 1, descriptors: "", lexical: 0, grammar: 1)
            .map(MarkDoubt.unconfirmed) ?? .unbelievable
    }

    @Test("marks in doubt are confirmed by the next model, which is paid too")
    func confirmedByTheNext() async throws {
        let models = Models([Self.cheap: [marks(9, 9)], Self.dear: [language(8.5)]])
        let found = try await examine(models, doubt: Self.doubt)
        #expect(found.rung == 1)
        #expect(found.assessment.bands == [Band(8.5), Band(8.5)])
        #expect(found.spending.cost == Cost("1.05"))
        #expect((found.markingCalls, found.spending.calls) == (1, 2))
    }

    @Test("where the next model's quota is used up the same one gives the second opinion")
    func confirmedByTheSame() async throws {
        let models = Models([
            Self.cheap: [marks(9, 9), language(8)],
            Self.dear: [.failure(ModelError(.quotaExceeded(perDay: true, retryAfter: nil)))],
        ])
        let found = try await examine(models, doubt: Self.doubt)
        #expect(found.assessment.bands == [Band(8), Band(8)])
        #expect(models.asked.withLock { $0 } == [Self.cheap, Self.dear, Self.cheap])
    }

    @Test("marks that are contradicted give way to the next model's")
    func contradicted() async throws {
        let models = Models([Self.cheap: [marks(9, 9)], Self.dear: [language(6), marks(6, 6.5)]])
        let found = try await examine(models, doubt: Self.doubt)
        #expect(found.rung == 2)
        #expect(found.assessment.bands == [Band(6), Band(6.5)])
        #expect(models.asked.withLock { $0 } == [Self.cheap, Self.dear, Self.dear])
    }

    @Test("where every model's marks are contradicted there is no result, and all is paid", arguments: [true, false])
    func allContradicted(isUnbelievable: Bool) async throws {
        let models = Models([Self.cheap: [marks(9, 9), language(6)]])
        let error = await #expect(throws: ModelError.self) {
            try await examine(
                models, ladder: [Self.cheap], doubt: { isUnbelievable ? .unbelievable : Self.doubt($0) })
        }
        guard case .contradicted? = error?.reason else { throw Unfit() }
        #expect(error?.spending.calls == (isUnbelievable ? 1 : 2))
    }

    @Test("a second opinion that can't be had is an error, never a confirmation")
    func noOpinion() async throws {
        let models = Models([Self.cheap: [marks(9, 9), .failure(ModelError(.deadlineExceeded))]])
        let error = await #expect(throws: ModelError.self) {
            try await examine(models, ladder: [Self.cheap], doubt: Self.doubt)
        }
        guard case .deadlineExceeded? = error?.reason else { throw Unfit() }
        #expect(error?.spending.calls == 1)
    }

    @Test("a ladder is read from one variable, else the single model's counts")
    func configuration() throws {
        let ladder = try Environment(["L": "gemini-a, gemini-b"]).modelLadder("L", single: "S", default: "gemini-d")
        #expect(ladder.map(\.name) == ["gemini-a", "gemini-b"])
        #expect(
            try Environment(["S": "gemini-c"]).modelLadder("L", single: "S", default: "d").map(\.name) == ["gemini-c"])
        for wrong in ["a,a", ",", "a b/c", "a,b,c,d,e"] {
            #expect(throws: ConfigurationError.self) {
                try Environment(["L": wrong]).modelLadder("L", single: "S", default: "d")
            }
        }
    }

    @Test("prices can be replaced by configuration, and a typo stops the function")
    func prices() throws {
        let table = try PriceTable(
            Environment(["PRICE_OVERRIDES": #"{"gemini-3.8-flash": {"text": 0.1, "output": 0.7}}"#]))
        #expect(table.prices(of: "gemini-3.8-flash", at: clock.now)?.output == Decimal(string: "0.7"))
        #expect(table.prices(of: Self.cheap, at: clock.now)?.output == Decimal(string: "2.5"))
        for wrong in [
            "[]", "{", #"{"m": {"text": 1}}"#, #"{"m": {"text": 1, "output": -1}}"#,
            #"{"m": {"text": 1, "output": 1, "vidio": 1}}"#, #"{"m/x": {"text": 1, "output": 1}}"#,
        ] {
            #expect(throws: ConfigurationError.self) { try PriceTable(Environment(["PRICE_OVERRIDES": wrong])) }
        }
    }

    @Test("Nova Micro is asked by way of Converse, with the schema in the instruction, and its usage is read")
    func converse() async throws {
        let answer =
            #"{"output":{"message":{"role":"assistant","content":[{"text":"```json\n{\"a\":6}\n```"}]}},"stopReason":"end_turn","usage":{"inputTokens":10,"outputTokens":5,"totalTokens":15}}"#
        let aws = FakeAWS([.answer(200, [:], answer)])
        let client = BedrockConverseModel(
            client: BedrockRuntimeClient(configuration: .test(), http: aws, region: "us-east-1", clock: clock))
        let model = try #require(ModelID(bedrockID: "amazon.nova-micro-v1:0"))
        let request = ModelRequest(
            systemInstruction: "Mark.", parts: [.text("Essay")],
            generationConfig: GenerationConfig(
                maxOutputTokens: 16_384, responseFormat: .json(.object([.required("a", .number(0...9))]))))
        let response = try await client.generateContent(
            request, model: model, deadline: .after(.seconds(100), on: clock))
        #expect(response.outcome == .text("```json\n{\"a\":6}\n```"))
        #expect(response.usage == TokenUsage(promptTokens: 10, candidateTokens: 5))
        let sent = try #require(await aws.requests.first)
        #expect(sent.path == "/model/amazon.nova-micro-v1%3A0/converse")
        let body = try JSONDecoder().decode(JSONValue.self, from: sent.body.bytes)
        #expect(body["inferenceConfig"]?["maxTokens"] == 10_000)
        guard case .array(let system)? = body["system"] else { throw Unfit() }
        #expect(system.first?["text"]?.stringValue?.contains("\"minimum\":0") == true)
    }

    private struct Unfit: Error {}
}
