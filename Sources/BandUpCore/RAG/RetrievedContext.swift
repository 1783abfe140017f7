/// What the model gets to see of a document, and how it was found.
package struct RetrievedContext: Sendable, Hashable {
    package let method: RetrievalMethod
    /// In the document's order for `representative`, best first for `smartQueries`.
    package let chunks: [Chunk]
    /// Most frequent first.
    package let keywords: [String]
    /// All pages, those without text included.
    package let pageCount: Int
    /// Pictures, damaged and blank pages among them. Nothing of them is in the chunks.
    package let pagesWithoutText: Int
    /// All chunks of the document.
    package let chunkCount: Int
    package let metrics: RetrievalMetrics

    package init(
        method: RetrievalMethod, chunks: [Chunk], keywords: [String], pageCount: Int, pagesWithoutText: Int = 0,
        chunkCount: Int, metrics: RetrievalMetrics
    ) {
        self.method = method
        self.chunks = chunks
        self.keywords = keywords
        self.pageCount = pageCount
        self.pagesWithoutText = pagesWithoutText
        self.chunkCount = chunkCount
        self.metrics = metrics
    }

    /// How much of the document's length the chunks speak for: it is divided into ten equal parts, or as many as it has
    /// chunks if those are fewer, and this is the share of parts that hold a chosen chunk. From 0 to 1.
    package var coverage: Double {
        let parts = min(10, chunkCount)
        guard parts > 0 else { return 0 }
        return Double(Set(chunks.map { $0.index * parts / chunkCount }).count) / Double(parts)
    }
}
