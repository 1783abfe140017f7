/// What retrieval took. Reading and embedding overlap, so the parts add up to more than the whole.
package struct RetrievalMetrics: Sendable, Hashable {
    /// Until the last page was read and divided into chunks.
    package var reading = Duration.zero
    /// From the first embedding call to the end of the last; zero where none was made.
    package var embedding = Duration.zero
    /// Comparison of vectors and choice of chunks.
    package var selection = Duration.zero
    package var total = Duration.zero
    /// Calls to the embedder, those for queries included.
    package var embeddingCalls = 0
    /// Unicode scalars of all pages.
    package var characters = 0

    package init() {}
}
