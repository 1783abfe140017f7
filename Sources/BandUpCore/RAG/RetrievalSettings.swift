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
    /// Embedding calls in flight at once, at most.
    public var concurrency = 10
    /// Length of the embedder's vectors.
    public var dimensions = 512

    public init() {}

    /// With the chunk sizes of `RAG_CHUNK_SIZE` and `RAG_CHUNK_OVERLAP`.
    public init(environment: Environment) throws(ConfigurationError) {
        sizing = try ChunkSizing(environment: environment)
    }
}
