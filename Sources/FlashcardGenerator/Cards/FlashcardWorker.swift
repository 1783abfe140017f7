import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import DocumentText
import FoundationEssentials
import Isolation

/// Makes cards from one document: fetch, read and choose passages, ask the model.
struct FlashcardWorker: JobWorker {
    static let idField = "set_id"
    static let collectionPath = "/flashcard-sets"
    static let modelVariable = "GEMINI_MODEL"

    let generator: StructuredGenerator
    let model: ModelID
    let s3: S3Client
    let objects: ObjectPolicy
    let titan: TitanEmbeddingsClient
    let settings: RetrievalSettings
    /// Shared by all jobs of this instance.
    let embeddings: AdaptiveLimiter
    let limits: DocumentLimits
    /// The results' table, under whose name embeddings of failed attempts are kept.
    let table: String
    /// What reads documents, in a process of its own: this executable.
    var reader = "/proc/self/exe"
    var confinement = ConfinementNotice()

    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> FlashcardRequest {
        let request: FlashcardRequest
        do {
            request = try FlashcardRequest(fields)
        } catch {
            throw .permanent(JobFailure(error))
        }
        try objects.check(request.document, field: "pdf_url", for: user)
        return request
    }

    func perform(
        _ request: FlashcardRequest, key: JobKey, context: JobContext
    ) async throws(JobError) -> FlashcardOutcome {
        let recovery = EmbeddingRecovery(
            s3: s3, bucket: request.document.bucket, table: table, key: key, contentHash: request.contentHash,
            context: context)
        let embedder = MeteredEmbedder(
            titan: titan, limiter: embeddings, kept: await recovery.load(dimensions: settings.dimensions))
        do throws(JobError) {
            let outcome = try await outcome(of: request, embedder: embedder, context: context)
            await recovery.erase()
            return outcome
        } catch {
            switch error {
            case .permanent: await recovery.erase()
            case .transient: if embedder.callCount > 0 { await recovery.keep(embedder.kept) }
            }
            throw error
        }
    }

    private func outcome(
        of request: FlashcardRequest, embedder: MeteredEmbedder, context: JobContext
    ) async throws(JobError) -> FlashcardOutcome {
        var watch = StageWatch(clock: context.clock)
        let file = TemporaryFile()
        defer { file.remove() }
        let object: S3Object
        do {
            object = try await context.step(.fetch) { () throws(AWSError) in
                try await s3.getObject(
                    bucket: request.document.bucket, key: request.document.key, toFile: file.path,
                    limit: limits.bytes, deadline: context.deadline)
            }
        } catch {
            throw JobError(error, reading: "pdf_url", limit: limits.bytes)
        }
        let download = watch.lap()

        let (passages, document) = try await passages(
            of: file, byteCount: object.byteCount, embedder: embedder, context: context)
        let retrieval = watch.lap()
        context.tell(of: passages, embedder)

        let writer = CardWriter(
            generator: generator, model: model, request: request, passages: passages, document: document)
        let written = try await context.step(.generate) { () throws(JobError) in
            try await writer.write(context: context)
        }
        context.metrics.count(.cardsDropped, written.deck.droppedCount)
        let generation = watch.lap()

        let metrics = FlashcardMetrics(
            totalTimeMs: watch.total, downloadTimeMs: download, retrievalTimeMs: retrieval,
            readingTimeMs: Int(passages.metrics.reading.milliseconds),
            embeddingTimeMs: Int(passages.metrics.embedding.milliseconds),
            selectionTimeMs: Int(passages.metrics.selection.milliseconds),
            generationTimeMs: generation, embeddingCalls: embedder.callCount,
            modelCalls: written.spending.calls, cardsDropped: written.deck.droppedCount,
            cardsRepeated: written.deck.repeatedCount, cardsUngrounded: written.deck.ungroundedCount)
        return FlashcardOutcome(
            request: request, passages: passages, written: written, metrics: metrics, model: model,
            cost: cost(of: written, embeddedTokens: embedder.tokenCount, at: context.clock.now))
    }

    /// The chosen passages, or the document itself where it has pictures of text only.
    private func passages(
        of file: TemporaryFile, byteCount: Int, embedder: MeteredEmbedder, context: JobContext
    ) async throws(JobError) -> (RetrievedContext, document: ModelPart?) {
        context.tell(of: confinement)
        let pages = DocumentPages(pages: IsolatedPages(path: file.path, limits: limits, executable: reader))
        do {
            let pipeline = RetrievalPipeline(settings: settings, embedder: embedder, clock: context.clock)
            return (try await pipeline.retrieve(from: pages, until: context.deadline), nil)
        } catch RetrievalError.noText, RetrievalError.mostlyScanned {
            guard DocumentProbe.isPDF(path: file.path, limits: limits) else {
                throw JobError(reading: RetrievalError.noText)
            }
            let scanned = try ScannedDocument(path: file.path, byteCount: byteCount, pageCount: pages.tally.count)
            return (scanned.context, scanned.part)
        } catch {
            throw JobError(reading: error)
        }
    }

    /// The model's calls and the embeddings together; nil where the model's price is not known.
    private func cost(of written: CardWriter.Written, embeddedTokens: Int, at date: Date) -> Cost? {
        let embedding = PriceTable.standard.embeddingCost(tokens: embeddedTokens, at: date)
        return written.spending.cost.flatMap { cost in embedding.map { cost + $0 } }
    }
}

/// Times the stages of a job, one after the other, in milliseconds.
private struct StageWatch {
    private let clock: any WallClock
    private let start: Date
    private var lapStart: Date

    init(clock: any WallClock) {
        self.clock = clock
        start = clock.now
        lapStart = start
    }

    mutating func lap() -> Int {
        defer { lapStart = clock.now }
        return Self.milliseconds(from: lapStart, to: clock.now)
    }

    var total: Int { Self.milliseconds(from: start, to: clock.now) }

    private static func milliseconds(from start: Date, to end: Date) -> Int {
        Int((end.timeIntervalSince(start) * 1000).rounded())
    }
}
