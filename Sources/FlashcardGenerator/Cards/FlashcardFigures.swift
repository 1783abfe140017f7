import BandUpCore
import BandUpJobs
import BandUpLambda
import Examining

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
