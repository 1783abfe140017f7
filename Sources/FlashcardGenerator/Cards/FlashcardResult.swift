import Base
import BandUpCore
import BandUpJobs
import BandUpLambda
import DocumentText
import FoundationEssentials

/// The API's answer (SPEC.md section 3).
struct FlashcardResult: Encodable, Sendable {
    let status = "success"
    let setID: String
    let userID: String
    let document: DocumentSummary
    let retrieval: RetrievalSummary
    let flashcards: [Flashcard]
    let totalCards: Int
    let metrics: FlashcardMetrics
    /// Why there are fewer cards than asked for, and how many pages had no text.
    let warning: String?
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: Decimal?
    let promptVersion: String

    enum CodingKeys: String, CodingKey {
        case status
        case setID = "set_id"
        case userID = "user_id"
        case document, retrieval, flashcards
        case totalCards = "total_cards"
        case metrics, warning
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
    }

    /// - Throws: if the stored cards can't be read.
    init(key: JobKey, record: FlashcardRecord) throws {
        setID = key.id.description
        userID = key.userID.description
        document = record.document
        retrieval = record.retrieval
        flashcards = try JSONDecoder().decode([Flashcard].self, from: Data(record.flashcards.utf8))
        totalCards = record.totalCards
        metrics = record.metrics
        warning = record.warning
        modelUsed = record.modelUsed
        modelVersion = record.modelVersion
        estimatedCost = record.estimatedCost.flatMap { Decimal(string: $0) }
        promptVersion = record.promptVersion
    }
}
