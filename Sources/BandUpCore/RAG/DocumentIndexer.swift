package import Base
import FoundationEssentials

/// Makes an index of a document while its pages stream in.
///
///     pages ──▶ DocumentReader ──▶ chunks ──▶ EmbeddingQueue ──▶ 10 workers ──▶ EmbeddingMatrix ──▶ DocumentIndex
///                     └──▶ questions of the caller's ─▲                                └──────────▶ DocumentQuery
///
/// Embedding begins while later pages are still being read, but only once there is one chunk more than a short document
/// has. Questions follow the chunks through the same queue, so that they need no round of their own. The first failure,
/// of a page or an embedding, cancels everything else.
package struct DocumentIndexer: Sendable {
    private let settings: RetrievalSettings
    private let embedder: any TextEmbedder
    private let clock: any WallClock

    /// - Parameter settings: with `shortDocumentChunks` 0 every document is embedded.
    package init(settings: RetrievalSettings, embedder: any TextEmbedder, clock: any WallClock = SystemClock()) {
        self.settings = settings
        self.embedder = embedder
        self.clock = clock
    }

    /// - Parameter questions: what will be asked of the index, once the whole text is known.
    /// - Throws: `RetrievalError`, `EmbeddingError`, or whatever the pages or the embedder throw.
    package func index<Pages: AsyncSequence & Sendable>(
        _ pages: Pages, until deadline: Deadline,
        asking questions: @escaping @Sendable (DocumentReader.Document) -> [String] = { _ in [] }
    ) async throws -> IndexedDocument where Pages.Element == DocumentPage {
        let start = clock.now
        let queue = EmbeddingQueue()
        let vectors = VectorStore(dimensions: settings.dimensions)
        let reader = DocumentReader(settings: settings, queue: queue, deadline: deadline, clock: clock)

        let (text, queryRows, reading) = try await withThrowingTaskGroup(of: Reading?.self) { group in
            group.addTask {
                defer { queue.close() }
                let text = try await reader.read(pages)
                return (text, text.rows.isEmpty ? [] : questions(text).map(queue.add))
            }
            for _ in 0..<max(1, settings.concurrency) {
                group.addTask {
                    try await work(queue, vectors, deadline)
                    return nil
                }
            }
            var reading: (DocumentReader.Document, [Int], Duration)?
            while let result = try await group.next() {
                guard let (text, queryRows) = result else { continue }
                reading = (text, queryRows, .seconds(clock.now.timeIntervalSince(start)))
            }
            guard let reading else { throw CancellationError() }
            return reading
        }

        var matrix = vectors.take()
        let query =
            queryRows.isEmpty
            ? nil : DocumentQuery(matrix.rows(queryRows), modelID: embedder.modelID, settings: settings)
        // Chunks go into the queue before questions, so their rows are the first.
        matrix.removeRows(from: (text.rows.max() ?? -1) + 1)
        let index =
            text.rows.isEmpty
            ? nil
            : try DocumentIndex(modelID: embedder.modelID, chunks: text.chunks, rows: text.rows, vectors: matrix)
        return IndexedDocument(
            text: text, index: index, query: query, reading: reading, embedding: vectors.duration,
            embeddingCalls: queue.startedJobs)
    }

    private typealias Reading = (text: DocumentReader.Document, queryRows: [Int])

    private func work(_ queue: EmbeddingQueue, _ vectors: VectorStore, _ deadline: Deadline) async throws {
        while let job = await queue.next() {
            vectors.noteStart(clock.now)
            let vector = try await embedder.embed(job.text, deadline: deadline)
            try vectors.set(vector, row: job.row, at: clock.now)
        }
        try Task.checkCancellation()
    }
}
