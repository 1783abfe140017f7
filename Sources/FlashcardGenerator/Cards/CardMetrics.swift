import Base

extension Metric {
    static let pages = Metric("Pages")
    static let chunks = Metric("Chunks")
    static let embeddingCalls = Metric("EmbeddingCalls")
    static let cardsDropped = Metric("CardsDropped")
    /// Measures of confinement that the system refused the reading process, once an instance.
    static let confinementMissing = Metric("ConfinementMissing")
}

extension JobStep {
    /// From the first embedding call to the end of the last; overlaps `read`.
    static let embed = JobStep("embed")
    /// Choosing passages by their vectors.
    static let retrieve = JobStep("retrieve")
}
