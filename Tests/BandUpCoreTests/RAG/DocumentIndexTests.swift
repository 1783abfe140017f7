import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite(.timeLimit(.minutes(1)))
struct DocumentIndexTests {
    @Test("every chunk of a document has a vector in its index, those of the same text the same one")
    func built() async throws {
        let embedder = FakeEmbedder()
        let document = try await IndexSamples.indexed(IndexSamples.pages(12, seed: 1), embedder: embedder)
        let index = try #require(document.index)
        #expect(index.space == IndexSamples.space)
        #expect(index.chunks == document.text.chunks)
        #expect(index.chunks.count > index.leaders.count)
        #expect(Set(embedder.record.texts) == Set(index.chunks.map(\.text)))
        #expect(embedder.record.texts.count == index.vectors.rowCount)
        #expect(document.embeddingCalls == index.vectors.rowCount)
        for (chunk, row) in zip(index.chunks, index.rows) {
            let own = try DocumentQuery([FakeEmbedder.vector(chunk.text)], in: IndexSamples.space)
            #expect(try own.passages(of: index).first?.text == chunk.text)
            #expect(index.leaders[row].text == chunk.text)
        }
    }

    @Test("indexing begins while pages still come, and asks for nothing twice")
    func streams() async throws {
        let (calls, heard) = AsyncStream.makeStream(of: Void.self)
        let embedder = FakeEmbedder { _, _ in heard.yield() }
        // The last pages come only once the embedder was called: waits for ever if it is called too late.
        let (pages, feed) = AsyncStream.makeStream(of: DocumentPage.self)
        let all = IndexSamples.pages(24, seed: 2)
        let feeder = Task {
            // Running lines are looked for on the pages around.
            for page in all.prefix(18) { feed.yield(page) }
            for await _ in calls { break }
            for page in all.dropFirst(18) { feed.yield(page) }
            feed.finish()
        }
        let indexer = DocumentIndexer(settings: IndexSamples.settings(), embedder: embedder)
        let index = try #require(try await indexer.index(pages, until: IndexSamples.deadline).index)
        await feeder.value
        let whole = try #require(try await IndexSamples.indexed(all).index)
        #expect(index.chunks == whole.chunks)
        #expect(index.rows == whole.rows)
        #expect(Set(embedder.record.texts).count == embedder.record.texts.count)
    }

    @Test("a short document has no index where short ones are not embedded")
    func short() async throws {
        let embedder = FakeEmbedder()
        let pages = [DocumentPage(number: 1, text: "Rivers carry silt to the sea.")]
        let document = try await IndexSamples.indexed(pages, shortDocumentChunks: 15, embedder: embedder)
        #expect(document.index == nil)
        #expect(document.text.chunks.count == 1)
        #expect(embedder.record.texts.isEmpty)
    }

    @Test("a chunk's place leads to its text in the document", arguments: 0..<30)
    func places(seed: UInt64) throws {
        var chunker = Chunker(sizing: IndexSamples.settings().sizing)
        let pages = IndexSamples.pages(9, seed: seed)
        let chunks = pages.flatMap { chunker.push($0) } + chunker.finish()
        // Each page ends a sentence, so two line breaks join it to the next.
        let text = pages.map { $0.text.trimmingSuffix(while: \.isWhitespace) }.joined(separator: "\n\n")
        let scalars = Array(text.unicodeScalars)
        #expect(chunks.count > 20)
        for chunk in chunks {
            let found = scalars[max(0, chunk.start)..<min(scalars.count, chunk.end)]
            #expect(found.elementsEqual(chunk.text.unicodeScalars), "chunk \(chunk.index)")
        }
    }

    @Test(
        "chunks, rows and vectors that don't belong together are no index",
        arguments: [[0, 1], [0, 1, 1], [0, 2, 1], [1, 0, 2], [0, 1, 3], [-1, 0, 1], [0, 0, 0], [0, 1, 2, 2]])
    func inconsistent(rows: [Int]) throws {
        var vectors = EmbeddingMatrix(dimensions: 2)
        for row in 0..<3 { try vectors.set([1, Float(row)], row: row) }
        let chunks = (0..<3).map { Chunk(index: $0, text: "\($0)", firstPage: 1, lastPage: 1) }
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(modelID: "m", chunks: chunks, rows: rows, vectors: vectors)
        }
    }

    @Test("an index answers no query of another model or length")
    func otherSpace() async throws {
        let index = try await IndexSamples.index()
        for space in [
            EmbeddingSpace(modelID: "another", dimensions: FakeEmbedder.dimensions),
            EmbeddingSpace(modelID: "hashed-words", dimensions: 3),
        ] {
            let query = try DocumentQuery([[Float](repeating: 1, count: space.dimensions)], in: space)
            #expect(throws: EmbeddingError.otherSpace) { try query.passages(of: index) }
        }
        #expect(throws: EmbeddingError.wrongDimensions(expected: FakeEmbedder.dimensions, received: 1)) {
            try DocumentQuery([[1]], in: IndexSamples.space)
        }
    }

    @Test("a query takes up to three passages for each question, no text twice, within the budget of tokens")
    func passages() async throws {
        let index = try await IndexSamples.index(pages: 30)
        let questions = ["river silt delta", "crater glacier", "The same again"].map(FakeEmbedder.vector)
        let found = try DocumentQuery(questions, in: IndexSamples.space).passages(of: index)
        #expect(found.count == 9)
        #expect(Set(found.map(\.text)).count == 9)
        var settings = IndexSamples.settings()
        settings.contextTokens = 1
        #expect(try DocumentQuery(questions, in: IndexSamples.space, settings: settings).passages(of: index).count == 1)
        #expect(try DocumentQuery([], in: IndexSamples.space).passages(of: index).isEmpty)
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
