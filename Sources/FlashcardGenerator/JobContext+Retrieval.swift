import BandUpCore
import FoundationEssentials

extension JobContext {
    /// Tells metrics and log what retrieval took, whose steps overlap.
    /// - Parameter embeddedTokens: what Titan counted, for the queries too.
    func tell(of passages: RetrievedContext, embeddedTokens: Int) {
        let figures = passages.metrics
        step.record(.read, figures.reading)
        if figures.embeddingCalls > 0 {
            step.record(.embed, figures.embedding)
            metrics.count(.embeddingCalls, figures.embeddingCalls)
            metrics.spend(
                on: PriceTable.titanTextEmbeddingsV2, input: embeddedTokens,
                cost: PriceTable.standard.embeddingCost(tokens: embeddedTokens, at: clock.now))
        }
        step.record(.retrieve, figures.selection)
        metrics.count(.pages, passages.pageCount)
        metrics.count(.chunks, passages.chunkCount)
    }
}

extension PriceTable {
    /// Of Titan's embeddings.
    func embeddingCost(tokens: Int, at date: Date) -> Cost? {
        cost(of: TokenUsage(promptTokens: tokens), answeredBy: nil, asked: Self.titanTextEmbeddingsV2, at: date)
    }
}
