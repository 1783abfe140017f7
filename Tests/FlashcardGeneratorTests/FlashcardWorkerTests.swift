import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import DocumentText
import Examining
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import FlashcardGenerator

@Suite("Making cards from a document") struct FlashcardWorkerTests {
    /// S3 with the document, and Titan, which bills 1,000 tokens a call.
    private static func services(_ document: Data?, titanStatus: Int = 200) -> FakeHTTPService {
        let vector = (0..<512).map { $0 == 0 ? "1" : "0" }.joined(separator: ",")
        return FakeHTTPService { request in
            guard !request.path.hasPrefix("/model/") else {
                return HTTPResponse(
                    status: titanStatus, body: Data("{\"embedding\":[\(vector)],\"inputTextTokenCount\":1000}".utf8))
            }
            guard let document else { return HTTPResponse(status: 404) }
            return HTTPResponse(status: 200, headers: ["content-length": "\(document.count)"], body: document)
        }
    }

    /// What reads documents: the executable that `swift build --build-tests` puts beside the tests. This process is not
    /// one that can be started again as a reader.
    private static var reader: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return tests.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/FlashcardGenerator"
        }
    }

    private static func worker(
        _ model: ScriptedModel, _ http: FakeHTTPService, limits: DocumentLimits = DocumentLimits()
    ) throws -> FlashcardWorker {
        let bedrock = BedrockRuntimeClient(
            configuration: .test(), http: http, region: nil, clock: SteppingClock())
        return FlashcardWorker(
            generator: model.generator, model: try geminiModel(), s3: S3Client(http),
            objects: ObjectPolicy(bucket: FlashcardFixtures.bucket), titan: TitanEmbeddingsClient(bedrock: bedrock),
            settings: RetrievalSettings(),
            embeddings: AdaptiveLimiter(maximum: 10, clock: SteppingClock()), limits: limits, table: "sets",
            reader: try reader)
    }

    private func perform(
        _ document: Data?, _ model: ScriptedModel = ScriptedModel(.json(FlashcardFixtures.answer(1...2))),
        titanStatus: Int = 200, limits: DocumentLimits = DocumentLimits(), request: FlashcardRequest? = nil
    ) async throws -> FlashcardOutcome {
        try await Self.worker(model, Self.services(document, titanStatus: titanStatus), limits: limits).perform(
            try request ?? FlashcardFixtures.request(), key: try jobKey(), context: jobContext())
    }

    private static let short = TestPDF.document(pages: ["Plants make sugar from light and air.", "Leaves are green."])
    private static let long = TestPDF.document(pages: (1...25).map { TestPDF.prose($0, characters: 4000) })

    /// The beginning of a PNG file.
    private static let picture = Data(
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] + Array("IHDR".utf8))

    @Test("a short document is read without an embedding call")
    func shortDocument() async throws {
        let record = try await perform(Self.short)
        #expect(record.document.s3Key == FlashcardFixtures.key)
        #expect(record.totalCards == 2)
        #expect(record.document.pageCount == 2)
        #expect(record.document.chunkCount == 1)
        #expect(record.retrieval.method == .representative)
        #expect(record.retrieval.chunksUsed == 1)
        #expect(record.retrieval.keywords.count <= 5)
        #expect(record.metrics.embeddingCalls == 0)
        #expect(record.metrics.modelCalls == 1)
        #expect(record.estimatedCost?.text == "0.0008")
        #expect(record.warning == nil)
    }

    @Test("a long document's embeddings are part of its cost")
    func longDocument() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer()))
        let http = Self.services(Self.long)
        // The model is asked blindly at first: the passages shown decide which cards are taken.
        _ = try? await Self.worker(model, http).perform(
            try FlashcardFixtures.request(), key: try jobKey(), context: jobContext())
        let asked = try #require(model.asked.first)
        let shown = try #require(PromptSections(asked.text)).sections
            .compactMap { $0.label.hasPrefix("CHUNK ") ? Int64($0.label.dropFirst(6)) : nil }
        let chunk = JSONValue.integer(try #require(shown.first))
        let cards = [1, 2].map { FlashcardFixtures.card("Question \($0)?", chunk: chunk) }
        let record = try await perform(Self.long, ScriptedModel(.json(["flashcards": .array(cards)])))
        #expect(record.retrieval.method == .smartQueries)
        #expect(record.document.chunkCount > 15)
        #expect(record.metrics.embeddingCalls > record.document.chunkCount)
        #expect(record.metrics.readingTimeMs != nil && record.metrics.embeddingTimeMs != nil)
        // 0.02 US dollars for a million tokens, a thousand a call, beside the model's 0.0008.
        let embedding = Cost(dollars: Decimal(record.metrics.embeddingCalls) * Decimal(2) / Decimal(100_000))
        let model1 = try #require(Cost("0.0008"))
        #expect(record.estimatedCost?.text == (model1 + embedding).description)
    }

    @Test("plain text is a document")
    func plainText() async throws {
        let record = try await perform(Data("Plants make sugar from light and air.".utf8))
        #expect(record.totalCards == 2)
        #expect(record.document.pageCount == 1)
        #expect(record.retrieval.method == .representative)
    }

    @Test("a PDF without text goes to the model whole, and its cards name its pages")
    func scanned() async throws {
        let cards = [1, 2].map { FlashcardFixtures.card("Question \($0)?", chunk: .integer($0)) }
        let model = ScriptedModel(.json(["flashcards": .array(cards)]))
        let record = try await perform(TestPDF.document(pages: ["", ""]), model)
        #expect(record.retrieval.method == .wholeDocument)
        #expect(record.retrieval.coverage == 1)
        #expect(record.document.pageCount == 2)
        #expect(record.metrics.embeddingCalls == 0)
        let made = try #require(record.flashcards).value
        #expect(made.map(\.sourcePage) == [1, 2])
        #expect(made.map(\.sourceChunk) == [0, 1])
    }

    @Test("pages without text among others are left out, with a warning that counts them")
    func someScanned() async throws {
        let pages = ["Plants make sugar from light and air.", "", "Leaves are green and so is grass.", ""]
        let record = try await perform(TestPDF.document(pages: pages))
        #expect(record.retrieval.method == .representative)
        #expect(record.document.pageCount == 4)
        #expect(record.warning == "2 of the document's 4 pages have no text that can be read, and gave no cards.")
    }

    @Test("fewer cards than asked for are kept, with a warning")
    func warning() async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...2)), .refused(.deadlineExceeded))
        let record = try await perform(Self.short, model, request: try FlashcardFixtures.request(["num_cards": 9]))
        #expect(record.totalCards == 2)
        #expect(
            record.warning == "The document gave 2 cards of the 9 asked for: there was no time to ask for the others.")
    }

    @Test("without the model's usage the cost is not known")
    func noCost() async throws {
        let record = try await perform(
            Self.short, ScriptedModel(.json(FlashcardFixtures.answer(1...2), usage: nil)))
        #expect(record.estimatedCost?.text == nil)
    }

    @Test(
        "a document that is of no use costs no model call",
        arguments: [
            (nil, ErrorCode.notFound, "pdf_url"), (picture, .unsupportedMedia, "pdf_url"),
            (Data(), .unprocessable, nil), (Data(" \n".utf8), .unprocessable, nil),
            (Data("%PDF-1.7\nnothing behind it".utf8), .unreadableDocument, nil),
            (Data("{\\rtf1\\ansi In 1249 the furnace closed.\\par }".utf8), .unsupportedMedia, "pdf_url"),
            (Data("A short text. ".utf8).base64EncodedData(), .unsupportedMedia, "pdf_url"),
            (Data("It\u{D5}s the teacher".unicodeScalars.map { UInt8($0.value) }), .unsupportedMedia, "pdf_url"),
        ] as [(Data?, ErrorCode, String?)])
    func useless(document: Data?, code: ErrorCode, field: String?) async throws {
        let model = ScriptedModel(.json(FlashcardFixtures.answer(1...2)))
        let error = await #expect(throws: JobError.self) { try await perform(document, model) }
        #expect(error?.failure.code == code)
        #expect(error?.failure.field == field)
        #expect(model.asked.isEmpty)
        #expect(error?.isTransient == false)
    }

    @Test(
        "a document beyond the limits is refused whole",
        arguments: [DocumentLimits(bytes: 100), DocumentLimits(pages: 1), DocumentLimits(characters: 10)])
    func tooLarge(limits: DocumentLimits) async throws {
        let error = await #expect(throws: JobError.self) { try await perform(Self.short, limits: limits) }
        #expect(error?.failure.code == .tooLarge)
        #expect(error?.failure.field == "pdf_url")
    }

    @Test(
        "embeddings that are not to be had come back later",
        arguments: [(429, ErrorCode.throttled), (500, .modelError)])
    func embeddings(status: Int, code: ErrorCode) async throws {
        let error = await #expect(throws: JobError.self) { try await perform(Self.long, titanStatus: status) }
        #expect(error?.failure.code == code)
        #expect(error?.isTransient == true)
    }

    /// Titan, which answers so many calls and refuses the rest.
    private final class LimitedTitan: Sendable {
        private let state: Mutex<(left: Int, embedded: [String])>

        init(answers: Int) { state = Mutex((answers, [])) }

        var embedded: [String] { state.withLock { $0.embedded } }

        func recover() { state.withLock { $0.left = 1000 } }

        func answers(_ text: String) -> Bool {
            state.withLock { state in
                guard state.left > 0 else { return false }
                state.left -= 1
                state.embedded.append(text)
                return true
            }
        }
    }

    /// S3 that keeps what is put into it, with the document, and Titan.
    private static func storage(_ titan: LimitedTitan) -> FakeHTTPService {
        let storage = FakeHTTPService.storage(["bandup-documents/\(FlashcardFixtures.key)": long])
        let vector = (0..<512).map { $0 == 0 ? "1" : "0" }.joined(separator: ",")
        return FakeHTTPService { request throws(HTTPClientError) in
            guard request.path.hasPrefix("/model/") else { return try storage.answer(request) }
            let text = (try? JSONDecoder().decode(JSONValue.self, from: request.body.bytes))?["inputText"]?.stringValue
            guard titan.answers(text ?? "") else { return HTTPResponse(status: 501) }
            return HTTPResponse(
                status: 200, body: Data("{\"embedding\":[\(vector)],\"inputTextTokenCount\":1000}".utf8))
        }
    }

    private static func attempt(_ number: Int) -> JobContext {
        let clock = SteppingClock()
        return JobContext(
            deadline: .after(.seconds(1800), on: clock), logger: Logger(write: { _ in }), clock: clock, attempt: number)
    }

    @Test("what was embedded before a failure is not embedded again, and is erased once it was of use")
    func resumed() async throws {
        let titan = LimitedTitan(answers: 12)
        let http = Self.storage(titan)
        let model = ScriptedModel(.refused(.serverError(status: 503, retryAfter: nil)))
        let key = try jobKey()
        let request = try FlashcardFixtures.request()
        func kept() -> [String] {
            http.requests.filter { $0.path.contains("/recovery/sets/u-1/s-1/") }.map(\.method.rawValue)
        }
        // Titan fails in the middle.
        let first = await #expect(throws: JobError.self) {
            try await Self.worker(model, http).perform(request, key: key, context: Self.attempt(1))
        }
        #expect(first?.isTransient == true)
        #expect(titan.embedded.count == 12)
        #expect(kept() == ["PUT"])
        // Then it works, but the text model does not.
        titan.recover()
        let second = await #expect(throws: JobError.self) {
            try await Self.worker(model, http).perform(request, key: key, context: Self.attempt(2))
        }
        #expect(second?.isTransient == true)
        let all = titan.embedded
        #expect(all.count > 20 && Set(all).count == all.count)
        #expect(kept() == ["PUT", "GET", "PUT"])
        // At last all is well: nothing is embedded, what was kept is erased.
        let shown = try #require(PromptSections(model.asked[0].text)).sections
            .compactMap { $0.label.hasPrefix("CHUNK ") ? Int64($0.label.dropFirst(6)) : nil }
        let cards = [1, 2].map { FlashcardFixtures.card("Question \($0)?", chunk: .integer(shown[0])) }
        let good = ScriptedModel(.json(["flashcards": .array(cards)]))
        let record = try await Self.worker(good, http).perform(request, key: key, context: Self.attempt(3))
        #expect(record.metrics.embeddingCalls == 0)
        #expect(record.retrieval.method == .smartQueries)
        #expect(titan.embedded.count == all.count)
        #expect(kept() == ["PUT", "GET", "PUT", "GET", "DELETE"])
    }

    @Test("a job that succeeds at once keeps nothing, and what can't be kept fails no job")
    func nothingKept() async throws {
        let http = Self.services(Self.long, titanStatus: 200)
        let model = ScriptedModel(.refused(.deadlineExceeded))
        // The bucket answers every PUT as if it were a GET.
        let error = await #expect(throws: JobError.self) {
            try await Self.worker(model, http).perform(
                try FlashcardFixtures.request(), key: try jobKey(), context: Self.attempt(1))
        }
        #expect(error?.failure.code == .deadlineExceeded)
        let short = Self.services(Self.short)
        _ = try await Self.worker(ScriptedModel(.json(FlashcardFixtures.answer(1...2))), short).perform(
            try FlashcardFixtures.request(), key: try jobKey(), context: Self.attempt(1))
        #expect(!short.requests.contains { $0.path.contains("recovery") })
    }

    @Test("what can go wrong with a document is told apart")
    func reading() {
        func outcome(_ error: any Error) -> (code: ErrorCode, isPermanent: Bool) {
            let error = JobError(reading: error)
            if case .permanent = error { return (error.failure.code, true) }
            return (error.failure.code, false)
        }
        #expect(outcome(DocumentError.encrypted) == (.unprocessable, true))
        #expect(outcome(DocumentError.empty) == (.unprocessable, true))
        #expect(outcome(DocumentError.noText) == (.unprocessable, true))
        #expect(outcome(DocumentError.foreign(.html)) == (.unsupportedMedia, true))
        #expect(outcome(DocumentError.unknownEncoding) == (.unsupportedMedia, true))
        #expect(outcome(DocumentError.damaged) == (.unreadableDocument, true))
        #expect(outcome(DocumentError.tooSlow(seconds: 1)) == (.unreadableDocument, true))
        #expect(outcome(DocumentError.readerFailed) == (.unreadableDocument, true))
        #expect(outcome(DocumentError.unknownFormat) == (.unsupportedMedia, true))
        #expect(outcome(DocumentError.tooManyPages(limit: 1)) == (.tooLarge, true))
        #expect(outcome(DocumentError.systemFailure(errno: 5)) == (.unavailable, false))
        #expect(outcome(DocumentError.libraryMissing(.poppler)) == (.unavailable, false))
        #expect(outcome(RetrievalError.noText) == (.unprocessable, true))
        #expect(outcome(RetrievalError.deadlineExceeded) == (.deadlineExceeded, false))
        #expect(outcome(AWSError.deadlineExceeded) == (.deadlineExceeded, false))
        #expect(outcome(AWSError.transport(.timedOut(.stall))) == (.modelError, false))
        #expect(
            outcome(AWSError.service(AWSServiceError(code: "ThrottlingException", status: 400))) == (.throttled, false))
        #expect(outcome(CancellationError()) == (.unavailable, false))
    }

    @Test("an API caller may name only their own documents")
    func objects() throws {
        let worker = try Self.worker(ScriptedModel(), Self.services(nil))
        let user = JobUser(id: try userID(), ownsObjectsOnly: true)
        let own = try RequestFields(#"{"pdf_url": "s3://bandup-documents/uploads/flashcard_pdf/u-1/a.pdf"}"#)
        #expect(try worker.request(from: own, for: user).document.key == "uploads/flashcard_pdf/u-1/a.pdf")
        for (url, code) in [
            ("s3://bandup-documents/uploads/flashcard_pdf/u-2/a.pdf", ErrorCode.forbidden),
            ("s3://bandup-audio/uploads/flashcard_pdf/u-1/a.pdf", .forbidden), ("a.pdf", .invalidRequest),
        ] {
            let fields = try RequestFields(#"{"pdf_url": "\#(url)"}"#)
            let error = #expect(throws: JobError.self) { try worker.request(from: fields, for: user) }
            #expect(error?.failure.code == code)
        }
    }
}
