import BandUpCore
import BandUpJobs
import Base
import DocumentText

/// Asks the model for cards until there are as many as were asked for, or another call gives no more.
struct CardWriter: Sendable {
    let generator: StructuredGenerator
    let model: ModelID
    let request: FlashcardRequest
    let passages: RetrievedContext
    /// The document itself, where its pages are pictures. The chunks of `passages` are then its pages, without text.
    var document: ModelPart?

    struct Written: Sendable {
        let deck: CardDeck
        let spending: ModelSpending
        let modelVersion: String
        let end: End

        /// Why there are fewer cards than asked for; nil where there are not.
        var warning: String? { deck.warning(end: end) }
    }

    /// Why no more cards were asked for.
    enum End: Sendable {
        /// All are there, or another call would give none.
        case enough
        /// A call failed after others had given cards.
        case failed(ModelError.Reason)
    }

    /// Cards asked for in one call. Longer lists come back shorter than asked, or cut off.
    static let maximumCardsPerCall = 25
    /// Calls for what the checks turned away, beyond those that the number of cards takes; a document that gives too few
    /// cards by then has no more in it.
    static let replacementCalls = 3
    /// Tokens for one card, with room to spare.
    static let outputTokensPerCard = 250

    func write(context: JobContext) async throws(JobError) -> Written {
        var deck = CardDeck(request: request, chunks: passages.chunks)
        var spending = ModelSpending.none
        var modelVersion = model.name
        var end = End.enough
        for call in 1...Self.maximumCalls(for: request.cardCount) {
            let answer: StructuredAnswer<CardProposals>
            do {
                answer = try await ask(for: min(deck.missingCount, Self.maximumCardsPerCall), deck, context)
            } catch {
                // Cards that are paid for are kept: the learner gets fewer, with a warning, and nothing is paid twice.
                if !deck.cards.isEmpty {
                    spending = spending + error.spending
                    end = .failed(error.reason)
                    break
                }
                throw JobError(error, modelVariable: FlashcardWorker.modelVariable)
            }
            let before = deck.cards.count
            deck.add(document == nil ? answer.value : answer.value.numberedFromPages)
            spending = spending + answer.spending
            modelVersion = answer.modelVersion
            guard deck.missingCount > 0 else { break }
            // Cards that all failed the checks are asked for once more; a call that adds nothing later is the last.
            guard deck.cards.count > before || (call == 1 && deck.droppedCount > 0) else { break }
        }
        guard !deck.cards.isEmpty else {
            throw .permanent(JobFailure(.modelError, "The model gave no usable cards for this document."))
        }
        return Written(deck: deck, spending: spending, modelVersion: modelVersion, end: end)
    }

    static func maximumCalls(for cardCount: Int) -> Int {
        (cardCount + maximumCardsPerCall - 1) / maximumCardsPerCall + replacementCalls
    }

    private func ask(
        for count: Int, _ deck: CardDeck, _ context: JobContext
    ) async throws(ModelError) -> StructuredAnswer<CardProposals> {
        let prompt = FlashcardPrompt(
            request: request, chunks: passages.chunks, keywords: passages.keywords,
            attachedPages: document.map { _ in passages.pageCount })
        return try await generator.generate(
            CardProposals.self, model: model,
            request: ModelRequest(
                systemInstruction: prompt.systemInstruction(count: count),
                parts: (document.map { [$0] } ?? []) + [.text(prompt.content(existing: deck.cards))],
                generationConfig: GenerationConfig(
                    maxOutputTokens: 1024 + Self.outputTokensPerCard * count,
                    responseFormat: .json(CardProposals.schema(maximumCount: count, types: request.questionTypes)))),
            deadline: context.deadline, logger: context.logger)
    }
}
