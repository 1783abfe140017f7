import BandUpCore
import BandUpJobs
import BandUpLambda
import DocumentText

/// The attributes of a completed set (SPEC.md section 4); `document`, `retrieval` and `metrics` are kept too, so that the
/// answer can be given again.
struct FlashcardRecord: Codable, Sendable {
    /// The S3 key.
    let documentID: String
    /// `[Flashcard]` as JSON text.
    let flashcards: String
    let totalCards: Int
    let pageCount: Int
    let chunkCount: Int
    let document: DocumentSummary
    let retrieval: RetrievalSummary
    let metrics: FlashcardMetrics
    let warning: String?
    let modelUsed: String
    let modelVersion: String
    /// US dollars; absent where the model's price is not known.
    let estimatedCost: String?
    let promptVersion: String

    enum CodingKeys: String, CodingKey {
        case documentID = "document_id"
        case flashcards
        case totalCards = "total_cards"
        case pageCount = "page_count"
        case chunkCount = "chunk_count"
        case document, retrieval, metrics, warning
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
    }
}

extension FlashcardRecord {
    init(
        request: FlashcardRequest, passages: RetrievedContext, written: CardWriter.Written, metrics: FlashcardMetrics,
        model: GeminiModel, cost: Cost?
    ) throws(JobError) {
        let cards = written.deck.cards
        let warnings = [written.warning, passages.warning].compactMap { $0 }
        self.init(
            documentID: request.document.key,
            flashcards: try cards.jsonText(),
            totalCards: cards.count,
            pageCount: passages.pageCount,
            chunkCount: passages.chunkCount,
            document: DocumentSummary(
                s3Bucket: request.document.bucket, s3Key: request.document.key, pageCount: passages.pageCount,
                chunkCount: passages.chunkCount),
            retrieval: RetrievalSummary(
                method: passages.method, chunksUsed: passages.chunks.count,
                keywords: Array(passages.keywords.prefix(5)),
                coverage: (passages.coverage * 100).rounded() / 100),
            metrics: metrics,
            warning: warnings.isEmpty ? nil : warnings.joined(separator: " "),
            modelUsed: model.name,
            modelVersion: written.modelVersion,
            estimatedCost: cost?.description,
            promptVersion: FlashcardPrompt.version)
    }
}

extension RetrievedContext {
    /// That pages had no text to choose from; nil where all had, or where the model saw the pages themselves.
    fileprivate var warning: String? {
        guard pagesWithoutText > 0 else { return nil }
        let have = pagesWithoutText == 1 ? "has" : "have"
        return "\(pagesWithoutText) of the document's \(pageCount) pages \(have) no text that can be read, and gave no "
            + "cards."
    }
}

/// The document a set was made from.
struct DocumentSummary: Codable, Sendable, Equatable {
    let s3Bucket: String
    let s3Key: String
    let pageCount: Int
    let chunkCount: Int

    enum CodingKeys: String, CodingKey {
        case s3Bucket = "s3_bucket"
        case s3Key = "s3_key"
        case pageCount = "page_count"
        case chunkCount = "chunk_count"
    }
}

/// How the passages shown to the model were chosen.
struct RetrievalSummary: Codable, Sendable, Equatable {
    let method: RetrievalMethod
    let chunksUsed: Int
    /// At most five.
    let keywords: [String]
    /// Share of the document's length that the passages speak for, 0 to 1; see `RetrievedContext.coverage`.
    var coverage: Double?

    enum CodingKeys: String, CodingKey {
        case method
        case chunksUsed = "chunks_used"
        case keywords, coverage
    }
}

/// Where the time and the calls of one job went.
struct FlashcardMetrics: Codable, Sendable, Equatable {
    let totalTimeMs: Int
    let downloadTimeMs: Int
    let retrievalTimeMs: Int
    /// The parts of `retrievalTimeMs`, of which the first two overlap.
    var readingTimeMs: Int?
    var embeddingTimeMs: Int?
    var selectionTimeMs: Int?
    let generationTimeMs: Int
    let embeddingCalls: Int
    let modelCalls: Int
    /// Cards of the model that were turned away: these two reasons, and unusable ones.
    let cardsDropped: Int
    var cardsRepeated: Int?
    var cardsUngrounded: Int?

    enum CodingKeys: String, CodingKey {
        case totalTimeMs = "total_time_ms"
        case downloadTimeMs = "download_time_ms"
        case retrievalTimeMs = "retrieval_time_ms"
        case readingTimeMs = "reading_time_ms"
        case embeddingTimeMs = "embedding_time_ms"
        case selectionTimeMs = "selection_time_ms"
        case generationTimeMs = "generation_time_ms"
        case embeddingCalls = "embedding_calls"
        case modelCalls = "model_calls"
        case cardsDropped = "cards_dropped"
        case cardsRepeated = "cards_repeated"
        case cardsUngrounded = "cards_ungrounded"
    }
}
