/// What retrieval took. Reading and embedding overlap, so the parts add up to more than the whole.
public struct RetrievalMetrics: Sendable, Hashable {
    /// Until the last page was read and divided into chunks.
    public var reading = Duration.zero
    /// From the first embedding call to the end of the last; zero where none was made.
    public var embedding = Duration.zero
    /// Comparison of vectors and choice of chunks.
    public var selection = Duration.zero
    public var total = Duration.zero
    /// Calls to the embedder, those for queries included.
    public var embeddingCalls = 0
    /// Unicode scalars of all pages.
    public var characters = 0

    public init() {}
}
