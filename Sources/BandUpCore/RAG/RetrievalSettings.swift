package import Base

/// The figures of retrieval.
package struct RetrievalSettings: Sendable, Hashable {
    package var sizing = ChunkSizing.standard
    /// Documents of at most so many chunks are short: nothing of them is embedded.
    package var shortDocumentChunks = 15
    /// Chunks chosen from a short document, at most.
    package var representativeChunks = 10
    package var keywords = 20
    package var queries = 5
    package var chunksPerQuery = 3
    /// What the chosen chunks may have together, by `TokenEstimate`; the default holds 15 chunks of English.
    package var contextTokens = 12_000
    /// Weight of a chunk's nearness to its query against its difference from the chunks chosen before, 0 to 1.
    package var relevanceWeight: Float = 0.7
    /// What each chunk chosen before from the same tenth of the document takes from a chunk's score.
    package var crowdingWeight: Float = 0.05
    /// Embedding calls in flight at once, at most.
    package var concurrency = 10
    /// Length of the embedder's vectors.
    package var dimensions = 512

    package init() {}

    /// With the chunk sizes of `RAG_CHUNK_SIZE` and `RAG_CHUNK_OVERLAP`, `RAG_CONTEXT_TOKENS` and `TITAN_CONCURRENCY`.
    package init(environment: Environment) throws(ConfigurationError) {
        sizing = try ChunkSizing(environment: environment)
        contextTokens = try environment.integer(
            "RAG_CONTEXT_TOKENS", default: contextTokens, in: 1_000...500_000)
        concurrency = try environment.integer("TITAN_CONCURRENCY", default: concurrency, in: 1...100)
    }
}
