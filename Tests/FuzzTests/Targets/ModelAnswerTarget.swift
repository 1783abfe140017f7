import FoundationEssentials
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining
@testable import FlashcardGenerator
@testable import SpeakingEvaluator
@testable import WritingEvaluator

/// Answers of the Gemini API, down to the essays' marks, the transcripts and the cards that are made of them.
struct ModelAnswerTarget: FuzzTarget {
    static let name = "model-answers"

    private let model: ModelID
    private let facts: EssayFacts
    private let essay = FoldedText(ModelAnswerExamples.essay)
    private let scalars = Array(ModelAnswerExamples.essay.unicodeScalars)
    private let cards: FlashcardRequest
    private let transcript = TranscriptCheck(duration: .seconds(20), level: nil)
    private let deadline = Deadline(Date(timeIntervalSince1970: 1_900_000_000))

    init() throws {
        model = try geminiModel()
        facts = EssayFacts(
            try WritingRequest(RequestFields(["essay_content": .string(ModelAnswerExamples.essay)])))
        cards = try FlashcardRequest(RequestFields(["pdf_url": "s3://docs-x/a.pdf", "num_cards": 4]))
    }

    var seeds: [FuzzInput] {
        get throws {
            try Corpus.files(in: "Tests/BandUpCoreTests/Golden/Gemini").map { FuzzInput($0) }
                + Corpus.files(in: "Tests/BandUpCoreTests/Golden/Tools").map { FuzzInput($0) }
                + ModelAnswerExamples.answers.map { FuzzInput($0) }
        }
    }

    /// A model that gives always the same answer.
    private struct FixedModel: GenerativeModel {
        let response: ModelAnswer

        func generateContent(
            _ request: ModelRequest, model: ModelID, deadline: Deadline
        ) async throws(ModelError) -> ModelAnswer { response }
    }

    func run(_ input: [UInt8]) async throws -> Outcome {
        var outcome = try errorBody(Data(input))
        try goesBack((try? ModelAnswer(converse: Data(input), model: model))?.content)
        guard let response = try? ModelAnswer(gemini: Data(input)) else {
            return outcome
        }
        try goesBack(response.content)
        let generator = StructuredGenerator(client: FixedModel(response: response), clock: SteppingClock())
        outcome.add(try await writing(generator))
        outcome.add(try await speaking(generator))
        outcome.add(try await flashcards(generator))
        return outcome
    }

    /// What goes into the next request is one JSON value, whatever it was cut out of.
    private func goesBack(_ content: ModelContent?) throws {
        guard let content else { return }
        try Promises.json(Data(content.json.utf8))
        let again = try? ModelContent(content.dialect, json: content.json)
        try promise(again == content, "content that does not read back")
    }

    private func ask<Value: Decodable & Sendable>(
        _ type: Value.Type, _ schema: ResponseSchema, _ generator: StructuredGenerator,
        check: @Sendable @escaping (Value) throws -> Void = { _ in }
    ) async throws -> Result<StructuredAnswer<Value>, ModelError> {
        let request = ModelRequest(
            parts: [.text("x")], generationConfig: GenerationConfig(responseFormat: .json(schema)))
        let answer: StructuredAnswer<Value>
        do {
            answer = try await generator.generate(
                type, model: model, request: request, deadline: deadline, asksAgain: false, check: check)
        } catch {
            try spending(error.spending)
            return .failure(error)
        }
        try spending(answer.spending)
        return .success(answer)
    }

    private func spending(_ spending: ModelSpending) throws {
        let usage = spending.usage
        try promise(
            usage.promptTokens >= 0 && usage.candidateTokens >= 0 && usage.totalTokens >= 0
                && spending.cost.map { $0 >= .zero } ?? true, "tokens or dollars below zero")
        if let cost = spending.cost {
            try promise(Cost(cost.description) != nil, "a cost that can't be stored: \(cost)")
        }
    }

    private func refused(_ error: ModelError) throws -> Outcome {
        try Promises.isOneLine(error.logDescription, longest: 400)
        return Outcome(error.logDescription)
    }

    private func writing(_ generator: StructuredGenerator) async throws -> Outcome {
        let (facts, essay) = (facts, essay)
        switch try await ask(
            WritingAssessment.self, WritingAssessment.schema, generator, check: { try facts.check($0, essay: essay) })
        {
        case .failure(let error): return try refused(error)
        case .success(let answer):
            let feedback = answer.value.feedback.keepingQuotes(from: ModelAnswerExamples.essay)
            try bands(answer.value.bands, overall: feedback.overallBand)
            for example in feedback.quotedExamples { try quote(example) }
            let text = String(decoding: try JSONEncoder.canonical.encode(feedback), as: UTF8.self)
            let stored = try JSONDecoder().decode(WritingFeedback.self, from: Data(text.utf8))
            try promise(stored == feedback, "feedback that does not read back")
            return Outcome(
                1, feedback.overallBand.halves, feedback.quotedExamples.count,
                answer.value.feedback.quotedExamples.count)
        }
    }

    /// A kept quote stands in the essay, where it is said to stand.
    private func quote(_ example: WritingFeedback.QuotedExample) throws {
        guard let start = example.start, let end = example.end, start < end, start >= 0, end <= scalars.count else {
            throw BrokenPromise("a quote outside of the essay")
        }
        var slice = String.UnicodeScalarView()
        slice.append(contentsOf: scalars[start..<end])
        let (found, wanted) = (FoldedText(String(slice)).characters, FoldedText(example.quote).characters)
        let decoration: Set<Character> = ["\"", "'", ".", "…", " "]
        func bare(_ text: [Character]) -> ArraySlice<Character> {
            let inner = text.drop(while: decoration.contains)
            return inner.prefix(inner.lastIndex { !decoration.contains($0) }.map { $0 - inner.startIndex + 1 } ?? 0)
        }
        try promise(bare(found).elementsEqual(bare(wanted)), "other words stand at a quote's place")
    }

    private func bands(_ bands: [Band], overall: Band) throws {
        guard let lowest = bands.min(), let highest = bands.max() else { throw BrokenPromise("no bands") }
        try promise(
            bands.count == 4 && (0...18).contains(lowest.halves) && (0...18).contains(highest.halves)
                && (lowest.halves...highest.halves).contains(overall.halves), "bands out of range")
        try promise(Band(overall.description) == overall, "a band that does not read back")
    }

    private func speaking(_ generator: StructuredGenerator) async throws -> Outcome {
        let check = transcript
        switch try await ask(
            SpeakingAssessment.self, SpeakingAssessment.schema, generator, check: { try check.check($0) })
        {
        case .failure(let error): return try refused(error)
        case .success(let answer):
            try bands(answer.value.bands, overall: answer.value.feedback.overallBand)
            let pauses = answer.value.pauses ?? []
            try promise(pauses.allSatisfy { (0...120).contains($0.seconds) }, "a pause that no recording has")
            try Promises.json(
                Data(String(decoding: try JSONEncoder.canonical.encode(answer.value.feedback), as: UTF8.self).utf8))
            _ = try DynamoDBEncoder().encode(["pauses": pauses])
            _ = SpeakingOutcome.seconds(answer.usage.audioDuration(calls: answer.calls))
            return Outcome(1, answer.value.feedback.overallBand.halves, pauses.count)
        }
    }

    private func flashcards(_ generator: StructuredGenerator) async throws -> Outcome {
        let schema = CardProposals.schema(maximumCount: 8, types: cards.questionTypes)
        switch try await ask(CardProposals.self, schema, generator) {
        case .failure(let error): return try refused(error)
        case .success(let answer):
            var deck = CardDeck(request: cards, chunks: ModelAnswerExamples.chunks)
            deck.add(answer.value)
            deck.add(answer.value.numberedFromPages)
            try promise(deck.cards.count <= cards.cardCount, "more cards than asked for")
            for card in deck.cards {
                let chunk = ModelAnswerExamples.chunks.first { $0.index == card.sourceChunk }
                try promise(chunk?.firstPage == card.sourcePage, "a card from a passage that was not shown")
                try promise(cards.questionTypes.contains(card.type), "a card of a type not asked for")
            }
            try Promises.json(Data(String(decoding: try JSONEncoder.canonical.encode(deck.cards), as: UTF8.self).utf8))
            return Outcome(1, deck.cards.count, deck.droppedCount, deck.warning == nil ? 0 : 1)
        }
    }

    /// The same bytes as the body of an error, in one of the statuses that mean something.
    private func errorBody(_ body: Data) throws -> Outcome {
        let status = [400, 404, 429, 503][body.count % 4]
        let response = HTTPResponse(status: status, headers: ["Retry-After": "7"], body: body)
        let error = ModelError(.init(response, model: model))
        try Promises.isOneLine(error.logDescription, longest: 400)
        try promise(!error.logDescription.contains("CANARY"), "an error quotes its body")
        var outcome = Outcome(error.logDescription)
        switch error.retryVerdict {
        case .throttled(let pause?), .transient(let pause?):
            try promise((.zero ... .seconds(86_400)).contains(pause), "a pause of \(pause)")
            outcome.add(1)
        default: outcome.add(0)
        }
        let failure = JobError(error, modelVariable: "GEMINI_MODEL").failure
        try Promises.isOneLine(failure.message, longest: 400)
        return outcome
    }
}
