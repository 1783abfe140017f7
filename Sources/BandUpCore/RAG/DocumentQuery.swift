/// What is asked of indexes: vectors of questions, and how many passages may answer them.
///
///     DocumentIndex ──┐
///                     ├──▶ PassageSelector ──▶ passages, best first
///     DocumentQuery ──┘
package struct DocumentQuery: Sendable {
    package let space: EmbeddingSpace
    private let vectors: EmbeddingMatrix
    private let settings: RetrievalSettings

    /// - Parameter vectors: one a question, as the model gave them.
    package init(
        _ vectors: [[Float]], in space: EmbeddingSpace, settings: RetrievalSettings = RetrievalSettings()
    ) throws(EmbeddingError) {
        var matrix = EmbeddingMatrix(dimensions: space.dimensions)
        for (row, vector) in vectors.enumerated() { try matrix.set(vector, row: row) }
        self.init(matrix, modelID: space.modelID, settings: settings)
    }

    /// - Parameter vectors: one row a question.
    init(_ vectors: EmbeddingMatrix, modelID: String, settings: RetrievalSettings) {
        self.space = EmbeddingSpace(modelID: modelID, dimensions: vectors.dimensions)
        self.vectors = vectors
        self.settings = settings
    }

    /// Chunks near to the questions and unlike each other, best first, each text once: up to `chunksPerQuery` for each
    /// question, within the budget of tokens.
    package func passages(of index: DocumentIndex) throws(EmbeddingError) -> [Chunk] {
        guard index.space == space else { throw .otherSpace }
        return PassageSelector(settings: settings).nearest(to: vectors, in: index)
    }
}
