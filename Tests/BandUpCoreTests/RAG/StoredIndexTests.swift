import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite(.timeLimit(.minutes(1)))
struct StoredIndexTests {
    @Test("an index read back is the one that was written, to the bit", arguments: 1...12)
    func roundTrip(pages: Int) async throws {
        let index = try await IndexSamples.index(pages: pages, seed: UInt64(pages))
        let bytes = try index.bytes()
        let read = try DocumentIndex(bytes, in: IndexSamples.space)
        #expect(read.space == index.space)
        #expect(read.chunks == index.chunks)
        #expect(read.leaders == index.leaders)
        #expect(read.rows == index.rows)
        #expect(Self.bits(read.vectors) == Self.bits(index.vectors))
        #expect(try read.bytes() == bytes)
    }

    @Test("a stored index gives the passages that the live one gives", arguments: 0..<10)
    func samePassages(seed: UInt64) async throws {
        let index = try await IndexSamples.index(pages: 25, seed: seed)
        let stored = try DocumentIndex(try index.bytes(), in: IndexSamples.space)
        let questions = ["river silt delta", "núi lửa đá vôi", "火山 🌋", "glacier"].map(FakeEmbedder.vector)
        let query = try DocumentQuery(questions, in: IndexSamples.space)
        let passages = try query.passages(of: index)
        #expect(passages.count == 12)
        #expect(try query.passages(of: stored) == passages)
    }

    @Test("asked along with the indexing or of the stored index later, the passages are the same")
    func sameAsPipeline() async throws {
        let pages = IndexSamples.pages(25, seed: 3)
        let settings = IndexSamples.settings(shortDocumentChunks: 15)
        let pipeline = RetrievalPipeline(settings: settings, embedder: FakeEmbedder())
        let context = try await pipeline.retrieve(from: IndexSamples.stream(pages), until: IndexSamples.deadline)
        #expect(context.method == .smartQueries)

        let document = try await IndexSamples.indexed(pages)
        let stored = try DocumentIndex(try #require(document.index).bytes(), in: IndexSamples.space)
        let keywords = document.text.keywords
        let questions = QueryBuilder.queries(
            settings.queries, keywords: keywords.words, masks: stored.chunks.map { keywords.mask(of: $0.text) })
        let query = try DocumentQuery(questions.map(FakeEmbedder.vector), in: IndexSamples.space, settings: settings)
        #expect(try query.passages(of: stored) == context.chunks)
    }

    @Test("the bytes of version 1 stay as they are")
    func golden() throws {
        let bytes = try IndexSamples.small().bytes()
        #expect(
            Hexadecimal.string(Array(bytes))
                == "42554449" + "01000000" + "35ce1ca2" + "02000000" + "02000000" + "01000000" + "01000000"
                + "6d" + "0000000001000000020000000000000002000000" + "0700000003000000030000000000000002000000"
                + "9a99193fcdcc4c3f" + "c3a9" + "c3a9")
    }

    @Test("vectors of another model or length are told from damage")
    func otherSpace() async throws {
        let bytes = try await IndexSamples.index().bytes()
        for space in [
            EmbeddingSpace(modelID: "another", dimensions: FakeEmbedder.dimensions),
            EmbeddingSpace(modelID: "hashed-words", dimensions: 512),
        ] {
            #expect(throws: DocumentIndexError.otherSpace(IndexSamples.space)) {
                try DocumentIndex(bytes, in: space)
            }
        }
        #expect(!DocumentIndexError.otherSpace(IndexSamples.space).logDescription.contains("hashed"))
    }

    @Test("a place that the bytes have no room for is an error")
    func tooLarge() throws {
        var vectors = EmbeddingMatrix(dimensions: 1)
        try vectors.set([1], row: 0)
        for page in [-1, 1 << 32] {
            let chunk = Chunk(index: 0, text: "a", firstPage: page, lastPage: page)
            let index = try DocumentIndex(modelID: "m", chunks: [chunk], rows: [0], vectors: vectors)
            #expect(throws: DocumentIndexError.tooLarge) { try index.bytes() }
        }
    }

    private static func bits(_ matrix: EmbeddingMatrix) -> [UInt32] {
        matrix.withValues { $0.map(\.bitPattern) }
    }
}
