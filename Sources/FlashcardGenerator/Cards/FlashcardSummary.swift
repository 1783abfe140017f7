import BandUpCore
import BandUpJobs
import BandUpLambda
import DocumentText

/// A completed set in a history: all of `FlashcardResult` but the cards.
struct FlashcardSummary: RecordSummary {
    let userID: String
    let document: DocumentSummary
    let retrieval: RetrievalSummary
    let totalCards: Int
    let metrics: FlashcardMetrics
    let warning: String?
    let modelUsed: String
    let modelVersion: String
    /// US dollars.
    let estimatedCost: DecimalAttribute?
    let promptVersion: String

    enum CodingKeys: String, CodingKey, CaseIterable {
        case userID = "user_id"
        case document, retrieval
        case totalCards = "total_cards"
        case metrics, warning
        case modelUsed = "model_used"
        case modelVersion = "model_version"
        case estimatedCost = "estimated_cost"
        case promptVersion = "prompt_version"
    }
}
