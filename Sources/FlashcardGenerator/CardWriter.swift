import BandUpCore

/// Asks the model for cards until there are as many as were asked for, or another call gives no more.
struct CardWriter: Sendable {
    let generator: StructuredGenerator
    let model: GeminiModel
    let request: FlashcardRequest
    let passages: RetrievedContext
    /// The document itself, where its pages are pictures. The chunks of `passages` are then its pages, without text.
    var document: GenerateContentRequest.Part?

    struct Written: Sendable {
        let deck: CardDeck
        let spending: ModelSpending
        let modelVersion: String
    }

    /// Cards asked for in one call. Longer lists come back shorter than asked, or cut off.
    static let maximumCardsPerCall = 25
    /// Calls in all; a document that gives too few cards by then has no more in it.
    static let maximumCalls = 4
    /// Tokens for one card, with room to spare.
    static let outputTokensPerCard = 250

    func write(context: JobContext) async throws(JobError) -> Written {
        var deck = CardDeck(request: request, chunks: passages.chunks)
        var spending = ModelSpending.none
        var modelVersion = model.name
        var calls = 0
        while deck.missingCount > 0, calls < Self.maximumCalls {
            calls += 1
            let answer: StructuredAnswer<CardProposals>
            do {
                answer = try await ask(for: min(deck.missingCount, Self.maximumCardsPerCall), deck, context)
            } catch {
                // Cards that are paid for are kept: the learner gets fewer, with a warning, and nothing is paid twice.
                if !deck.cards.isEmpty {
                    spending = spending + error.spending
                    break
                }
                throw JobError(error, modelVariable: FlashcardWorker.modelVariable)
            }
            let before = deck.cards.count
            deck.add(document == nil ? answer.value : answer.value.numberedFromPages)
            spending = spending + answer.spending
            modelVersion = answer.modelVersion
            guard deck.cards.count > before else { break }
        }
        guard !deck.cards.isEmpty else {
            throw .permanent(JobFailure(.modelError, "The model gave no usable cards for this document."))
        }
        return Written(deck: deck, spending: spending, modelVersion: modelVersion)
    }

    private func ask(
        for count: Int, _ deck: CardDeck, _ context: JobContext
    ) async throws(GeminiError) -> StructuredAnswer<CardProposals> {
        let prompt = FlashcardPrompt(
            request: request, chunks: passages.chunks, keywords: passages.keywords,
            attachedPages: document.map { _ in passages.pageCount })
        return try await generator.generate(
            CardProposals.self, model: model,
            request: GenerateContentRequest(
                systemInstruction: prompt.systemInstruction(count: count),
                parts: (document.map { [$0] } ?? []) + [.text(prompt.content(existing: deck.cards))],
                generationConfig: GenerationConfig(
                    maxOutputTokens: 1024 + Self.outputTokensPerCard * count,
                    responseFormat: .json(CardProposals.schema(maximumCount: count, types: request.questionTypes)))),
            deadline: context.deadline, logger: context.logger)
    }
}
