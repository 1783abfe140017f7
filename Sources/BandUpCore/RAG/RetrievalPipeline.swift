package import Base
import FoundationEssentials

/// Chooses what the model gets to see of a document. Pages stream in; nothing is kept once the answer is given.
///
///     pages ──▶ DocumentIndexer ──▶ DocumentIndex ──▶ DocumentQuery ──▶ passages
///                     └──▶ keywords ──▶ QueryBuilder ──▶─┘
///
/// A short document costs no embedding call: its chunks are spread evenly over it.
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
        let indexer = DocumentIndexer(settings: settings, embedder: embedder, clock: clock)
        let document = try await indexer.index(pages, until: deadline) { [settings] text in
            QueryBuilder.queries(
                settings.queries, keywords: text.keywords.words,
                masks: text.chunks.map { text.keywords.mask(of: $0.text) })
        }

        let selectionStart = clock.now
        let (method, chunks) = try select(from: document)
        let end = clock.now
        let text = document.text
        var metrics = RetrievalMetrics()
        metrics.reading = document.reading
        metrics.embedding = document.embedding
        metrics.selection = .seconds(end.timeIntervalSince(selectionStart))
        metrics.total = .seconds(end.timeIntervalSince(start))
        metrics.embeddingCalls = document.embeddingCalls
        metrics.characters = text.characters
        return RetrievedContext(
            method: method, chunks: chunks, keywords: text.keywords.words, pageCount: text.pageCount,
            pagesWithoutText: text.pageCount - text.pagesWithText, chunkCount: text.chunks.count, metrics: metrics)
    }

    private func select(from document: IndexedDocument) throws(EmbeddingError) -> (RetrievalMethod, [Chunk]) {
        guard let index = document.index, let query = document.query else {
            return (.representative, PassageSelector(settings: settings).representative(document.text.chunks))
        }
        return (.smartQueries, try query.passages(of: index))
    }
}
