/// The figures of retrieval.
public struct RetrievalSettings: Sendable, Hashable {
    public var sizing = ChunkSizing.standard
    /// Documents of at most so many chunks are short: nothing of them is embedded.
    public var shortDocumentChunks = 15
    /// Chunks chosen from a short document, at most.
    public var representativeChunks = 10
    public var keywords = 20
    public var queries = 5
    public var chunksPerQuery = 3
    /// What the chosen chunks may have together, by `TokenEstimate`; the default holds 15 chunks of English.
    public var contextTokens = 12_000
    /// Weight of a chunk's nearness to its query against its difference from the chunks chosen before, 0 to 1.
    public var relevanceWeight: Float = 0.7
    /// What each chunk chosen before from the same tenth of the document takes from a chunk's score.
    public var crowdingWeight: Float = 0.05
    /// Embedding calls in flight at once, at most.
    public var concurrency = 10
    /// Length of the embedder's vectors.
    public var dimensions = 512

    public init() {}

    /// With the chunk sizes of `RAG_CHUNK_SIZE` and `RAG_CHUNK_OVERLAP`, `RAG_CONTEXT_TOKENS` and `TITAN_CONCURRENCY`.
    public init(environment: Environment) throws(ConfigurationError) {
        sizing = try ChunkSizing(environment: environment)
        contextTokens = try environment.integer(
            "RAG_CONTEXT_TOKENS", default: contextTokens, in: 1_000...500_000)
        concurrency = try environment.integer("TITAN_CONCURRENCY", default: concurrency, in: 1...100)
    }
}
