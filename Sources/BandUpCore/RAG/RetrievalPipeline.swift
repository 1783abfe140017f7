import FoundationEssentials
package import Base

/// Chooses what the model gets to see of a document. Pages stream in; nothing is kept once the answer is given.
///
///     pages ──▶ RunningLines ──▶ Chunker ──▶ chunks ──▶ EmbeddingQueue ──▶ 10 workers ──▶ EmbeddingMatrix
///                    └─────────▶ KeywordExtractor ──▶ queries ──▲                              │
///                                                                         PassageSelector ◀────┘
///
/// Embedding begins while later pages are still being read, but only once there is one chunk more than a short document
/// has; a short one costs no embedding call. Queries follow the chunks through the same queue, so that they need no
/// round of their own. The first failure, of a page or an embedding, cancels everything else.
package struct RetrievalPipeline: Sendable {
    private let settings: RetrievalSettings
    private let embedder: any TextEmbedder
    private let clock: any WallClock

    package init(settings: RetrievalSettings, embedder: any TextEmbedder, clock: any WallClock = SystemClock()) {
        self.settings = settings
        self.embedder = embedder
        self.clock = clock
    }

    /// - Throws: `RetrievalError`, `EmbeddingError`, or whatever the pages or the embedder throw.
    package func retrieve<Pages: AsyncSequence & Sendable>(
        from pages: Pages, until deadline: Deadline
    ) async throws -> RetrievedContext where Pages.Element == DocumentPage {
        let start = clock.now
        var metrics = RetrievalMetrics()
        let queue = EmbeddingQueue()
        let vectors = VectorStore(dimensions: settings.dimensions)
        let reader = DocumentReader(settings: settings, queue: queue, deadline: deadline, clock: clock)

        let document = try await withThrowingTaskGroup(of: DocumentReader.Document?.self) { group in
            group.addTask {
                defer { queue.close() }
                return try await reader.read(pages)
            }
            for _ in 0..<max(1, settings.concurrency) {
                group.addTask {
                    try await work(queue, vectors, deadline)
                    return nil
                }
            }
            var document: DocumentReader.Document?
            while let result = try await group.next() {
                guard let result else { continue }
                document = result
                metrics.reading = .seconds(clock.now.timeIntervalSince(start))
            }
            guard let document else { throw CancellationError() }
            return document
        }

        let selectionStart = clock.now
        let (method, chunks) = select(from: document, vectors.matrix)
        let end = clock.now
        metrics.embedding = vectors.duration
        metrics.selection = .seconds(end.timeIntervalSince(selectionStart))
        metrics.total = .seconds(end.timeIntervalSince(start))
        metrics.embeddingCalls = queue.startedJobs
        metrics.characters = document.characters
        return RetrievedContext(
            method: method, chunks: chunks, keywords: document.keywords, pageCount: document.pageCount,
            pagesWithoutText: document.pageCount - document.pagesWithText, chunkCount: document.chunks.count,
            metrics: metrics)
    }

    private func work(_ queue: EmbeddingQueue, _ vectors: VectorStore, _ deadline: Deadline) async throws {
        while let job = await queue.next() {
            vectors.noteStart(clock.now)
            let vector = try await embedder.embed(job.text, deadline: deadline)
            try vectors.set(vector, row: job.row, at: clock.now)
        }
        try Task.checkCancellation()
    }

    private func select(
        from document: DocumentReader.Document, _ matrix: EmbeddingMatrix
    ) -> (RetrievalMethod, [Chunk]) {
        let selector = PassageSelector(settings: settings)
        guard !document.queryRows.isEmpty else { return (.representative, selector.representative(document.chunks)) }
        // Of chunks with the same text, and so the same row, the first stands for all.
        let chunkOfRow = Dictionary(zip(document.rows, document.chunks)) { first, _ in first }
        let candidates = chunkOfRow.map { PassageSelector.Candidate(chunk: $1, row: $0) }
        return (.smartQueries, selector.nearest(candidates, toRows: document.queryRows, in: matrix))
    }
}
