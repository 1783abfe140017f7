import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

/// Documents of made-up words, and the ways from their pages to an index.
enum IndexSamples {
    static let space = EmbeddingSpace(modelID: "hashed-words", dimensions: FakeEmbedder.dimensions)
    static let deadline = Deadline(Date() + 3600)

    /// - Parameter shortDocumentChunks: 0 embeds every document.
    static func settings(shortDocumentChunks: Int = 0) -> RetrievalSettings {
        var settings = RetrievalSettings()
        if let sizing = ChunkSizing(size: 120, overlap: 30) { settings.sizing = sizing }
        settings.dimensions = FakeEmbedder.dimensions
        settings.shortDocumentChunks = shortDocumentChunks
        return settings
    }

    /// Pages of sentences in several scripts; every fifth page is the same.
    static func pages(_ count: Int, seed: UInt64) -> [DocumentPage] {
        var random = SeededGenerator(seed: seed)
        let words = ["river", "silt", "đá vôi", "núi lửa", "crater", "gió mùa", "delta", "火山", "été", "glacier", "🌋"]
        return (1...count).map { number in
            guard number % 5 > 0 else {
                return DocumentPage(number: number, text: String(repeating: "The same again. ", count: 30))
            }
            let sentences = (0..<20).map { _ in
                (0..<6).map { _ in words.randomElement(using: &random) ?? "river" }.joined(separator: " ") + "."
            }
            return DocumentPage(number: number, text: sentences.joined(separator: " ") + "\n")
        }
    }

    static func indexed(
        _ pages: [DocumentPage], shortDocumentChunks: Int = 0, embedder: FakeEmbedder = FakeEmbedder()
    ) async throws -> IndexedDocument {
        let indexer = DocumentIndexer(
            settings: settings(shortDocumentChunks: shortDocumentChunks), embedder: embedder)
        return try await indexer.index(stream(pages), until: deadline)
    }

    static func index(pages count: Int = 12, seed: UInt64 = 1) async throws -> DocumentIndex {
        try #require(try await indexed(pages(count, seed: seed)).index)
    }

    static func stream(_ pages: [DocumentPage]) -> AsyncStream<DocumentPage> {
        AsyncStream { feed in
            for page in pages { feed.yield(page) }
            feed.finish()
        }
    }

    static let smallSpace = EmbeddingSpace(modelID: "m", dimensions: 2)

    /// Two chunks of one text.
    static func small() throws -> DocumentIndex {
        var vectors = EmbeddingMatrix(dimensions: 2)
        try vectors.set([3, 4], row: 0)
        let chunks = [
            Chunk(index: 0, text: "é", firstPage: 1, lastPage: 2, start: 0),
            Chunk(index: 1, text: "é", firstPage: 3, lastPage: 3, start: 7),
        ]
        return try DocumentIndex(modelID: "m", chunks: chunks, rows: [0, 0], vectors: vectors)
    }

    /// - Parameter place: the number's, counted in numbers from the beginning.
    static func setting(_ number: UInt32, at place: Int, of bytes: Data) -> Data {
        var bytes = bytes
        for byte in 0..<4 { bytes[place * 4 + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        return bytes
    }

    /// With the checksum that belongs to it.
    static func sealed(_ bytes: Data) -> Data {
        guard bytes.count >= DocumentIndex.checkedStart else { return bytes }
        return setting(CRC32.checksum(bytes.dropFirst(DocumentIndex.checkedStart)), at: 2, of: bytes)
    }
}
