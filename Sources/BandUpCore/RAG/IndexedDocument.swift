/// What reading and embedding a document gave.
package struct IndexedDocument: Sendable {
    package let text: DocumentReader.Document
    /// Nil where nothing was embedded, the document being a short one.
    package let index: DocumentIndex?
    /// The vectors of what was asked along with it; nil where nothing was.
    let query: DocumentQuery?
    /// Until the last page was read and divided into chunks.
    package let reading: Duration
    /// From the first embedding call to the end of the last; zero where none was made.
    package let embedding: Duration
    /// Calls to the embedder, those for questions included.
    package let embeddingCalls: Int
}
