import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining

/// A completed set: the record's attributes and the API's members (SPEC.md sections 3 and 4).
@dynamicMemberLookup
struct FlashcardOutcome: JobOutcome {
    /// What both have.
    struct Members: Codable, Sendable {
        /// Not in a history.
        let flashcards: JSONAttribute<[Flashcard]>?
        let totalCards: Int
        let document: DocumentSummary
        let retrieval: RetrievalSummary
        let metrics: FlashcardMetrics
        /// Why there are fewer cards than asked for, and how many pages had no text.
        let warning: String?
        let modelUsed: String
        let modelVersion: String
        /// US dollars; absent where the model's price is not known.
        let estimatedCost: DecimalAttribute?
        let promptVersion: String

        enum CodingKeys: String, CodingKey, CaseIterable {
            case flashcards
            case totalCards = "total_cards"
            case document, retrieval, metrics, warning
            case modelUsed = "model_used"
            case modelVersion = "model_version"
            case estimatedCost = "estimated_cost"
            case promptVersion = "prompt_version"
        }
    }

    let members: Members

    private enum CodingKeys: String, CodingKey {
        case status
        case documentID = "document_id"
        case pageCount = "page_count"
        case chunkCount = "chunk_count"
    }

    static var listedAttributes: [String] {
        Members.CodingKeys.allCases.filter { $0 != .flashcards }.map(\.stringValue)
    }

    static var showsUser: Bool { true }

    var isWhole: Bool { members.flashcards != nil }

    init(members: Members) {
        self.members = members
    }

    subscript<Value>(dynamicMember member: KeyPath<Members, Value>) -> Value { members[keyPath: member] }

    init(from decoder: any Decoder) throws {
        members = try Members(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try members.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        if encoder is any RecordEncoder {
            try container.encode(members.document.s3Key, forKey: .documentID)
            try container.encode(members.document.pageCount, forKey: .pageCount)
            try container.encode(members.document.chunkCount, forKey: .chunkCount)
        } else {
            try container.encode("success", forKey: .status)
        }
    }
}

extension FlashcardOutcome {
    init(
        request: FlashcardRequest, passages: RetrievedContext, written: CardWriter.Written,
        metrics: FlashcardMetrics, model: ModelID, cost: Cost?
    ) {
        let cards = written.deck.cards
        let warnings = [written.warning, passages.warning].compactMap { $0 }
        self.init(
            members: Members(
                flashcards: JSONAttribute(cards),
                totalCards: cards.count,
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
                estimatedCost: cost.map(DecimalAttribute.init),
                promptVersion: FlashcardPrompt.version))
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
