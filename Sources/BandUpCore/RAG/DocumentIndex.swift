/// A document as it is searched: its chunks, and the vectors of their texts. Made once, asked any number of times, kept
/// as bytes meanwhile (`DocumentIndex+Bytes.swift`).
///
/// Chunks of the same text share a vector, and the first of them stands for all.
package struct DocumentIndex: Sendable {
    package let space: EmbeddingSpace
    package let chunks: [Chunk]
    /// The row of each chunk's vector, numbered as they first occur.
    package let rows: [Int]
    package let vectors: EmbeddingMatrix
    /// For each row, the first chunk that has it.
    package let leaders: [Chunk]

    /// - Parameter rows: for each chunk, from 0; one whose text is new has the next number, any other an earlier one.
    /// - Throws: `inconsistent` where that does not hold, or chunks, rows and vectors don't belong together.
    package init(
        modelID: String, chunks: [Chunk], rows: [Int], vectors: EmbeddingMatrix
    ) throws(DocumentIndexError) {
        guard rows.count == chunks.count else { throw .inconsistent }
        var leaders: [Chunk] = []
        leaders.reserveCapacity(min(vectors.rowCount, chunks.count))
        for (chunk, row) in zip(chunks, rows) {
            guard (0...leaders.count).contains(row) else { throw .inconsistent }
            if row == leaders.count { leaders.append(chunk) }
        }
        guard leaders.count == vectors.rowCount else { throw .inconsistent }
        self.space = EmbeddingSpace(modelID: modelID, dimensions: vectors.dimensions)
        self.chunks = chunks
        self.rows = rows
        self.vectors = vectors
        self.leaders = leaders
    }
}
