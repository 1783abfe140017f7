/// What the model gets to see of a document, and how it was found.
public struct RetrievedContext: Sendable, Hashable {
    public let method: RetrievalMethod
    /// In the document's order for `representative`, best first for `smartQueries`.
    public let chunks: [Chunk]
    /// Most frequent first.
    public let keywords: [String]
    /// All pages, those without text included.
    public let pageCount: Int
    /// All chunks of the document.
    public let chunkCount: Int
    public let metrics: RetrievalMetrics
}
