import BandUpCore
import BandUpJobs
import Base
import DocumentText
import FoundationEssentials

extension JobContext {
    /// Tells metrics and log what retrieval took, whose steps overlap.
    /// - Parameter embedder: what Titan counted, for the queries too, and for pages that turned out to be too few.
    func tell(of passages: RetrievedContext, _ embedder: MeteredEmbedder) {
        let figures = passages.metrics
        step.record(.read, figures.reading)
        if embedder.callCount > 0 {
            step.record(.embed, figures.embedding)
            metrics.count(.embeddingCalls, embedder.callCount)
            metrics.spend(
                on: PriceTable.titanTextEmbeddingsV2, input: embedder.tokenCount,
                cost: PriceTable.standard.embeddingCost(tokens: embedder.tokenCount, at: clock.now))
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
