import BandUpCore

/// The cards collected so far, and why others were turned away.
struct CardDeck: Sendable {
    private let request: FlashcardRequest
    private let pages: [Int: Int]
    private(set) var cards: [Flashcard] = []
    private(set) var droppedCount = 0
    private var questions: Set<String> = []

    /// - Parameter chunks: those that the model was shown; a card must come from one of them.
    init(request: FlashcardRequest, chunks: [Chunk]) {
        self.request = request
        pages = Dictionary(chunks.map { ($0.index, $0.firstPage) }) { first, _ in first }
    }

    var missingCount: Int { request.cardCount - cards.count }

    /// Takes what passes the checks, up to the number asked for.
    mutating func add(_ proposals: CardProposals) {
        for proposal in proposals.flashcards where missingCount > 0 {
            guard let card = card(of: proposal), questions.insert(Self.folded(card.question)).inserted else {
                droppedCount += 1
                continue
            }
            cards.append(card)
        }
    }

    private func card(of proposal: CardProposals.Card) -> Flashcard? {
        guard let type = QuestionType(rawValue: proposal.type), request.questionTypes.contains(type),
            let page = pages[proposal.sourceChunk],
            WordCounter.count(proposal.question) > 0, WordCounter.count(proposal.answer) > 0
        else { return nil }
        return Flashcard(
            question: proposal.question, answer: proposal.answer, type: type, difficulty: request.difficulty,
            sourceChunk: proposal.sourceChunk, sourcePage: page)
    }

    /// Questions that differ in case, spacing or punctuation only are the same question.
    private static func folded(_ question: String) -> String {
        question.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
