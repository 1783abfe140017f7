import Base
import Foundation
import Testing

@testable import BandUpCore

/// How well the chosen passages serve: of labelled questions on the sample reader, how many find their evidence among
/// them (recall), and how much of the document they speak for (coverage). Ours beside the plain nearest chunks and
/// beside evenly spread ones, with as many chunks as ours chose. `make retrieval-bench` prints the table.
///
/// Vectors are hashed words, as the stand-in makes them: figures compare ways of choosing, not models.
struct RetrievalBench {
    struct Label: Decodable {
        let chapter: String
        let question: String
        let evidence: String
    }

    struct Document: Sendable, CustomTestStringConvertible {
        let name: String
        let chapters: ClosedRange<Int>
        let chunkSize: Int
        var testDescription: String { "\(name), chunks of \(chunkSize)" }
    }

    static let documents: [Document] = [3000, 1000].flatMap { size in
        [
            ("whole reader", 1...12), ("chapters 1 to 4", 1...4), ("chapters 5 to 8", 5...8),
            ("chapters 9 to 12", 9...12),
        ]
        .map { Document(name: $0, chapters: $1, chunkSize: size) }
    }

    @Test("the chosen passages cover more of a document than the plain nearest ones", arguments: documents)
    func compare(document: Document) throws {
        let chapters = try Self.chapters(document.chapters)
        let labels = try Self.labels().filter { chapters.keys.contains($0.chapter) }
        let chunks = try Self.chunks(chapters, size: document.chunkSize)
        for label in labels { #expect(chunks.contains { Self.holds($0, label) }, "\(label.evidence)") }

        let ours = try Self.choose(chunks, relevanceWeight: RetrievalSettings().relevanceWeight)
        let plain = try Self.choose(chunks, relevanceWeight: nil)
        let spread = EvenSpread.positions(ours.count, of: chunks.count).map { chunks[$0] }
        let rows = [("ours", ours), ("plain top-k", plain), ("evenly spread", spread)].map { name, chosen in
            (name, chosen.count, Self.recall(chosen, labels), Self.coverage(chosen, of: chunks.count))
        }
        if ProcessInfo.processInfo.environment["RETRIEVAL_BENCH"] != nil {
            for (name, count, recall, coverage) in rows {
                let figures = String(
                    format: "%3d of %3d  recall %.2f  coverage %.2f", count, chunks.count, recall, coverage)
                print("retrieval | \(document.testDescription) | \(name) | \(figures)")
            }
        }
        #expect(rows[0].3 >= rows[1].3)
    }

    /// - Parameter relevanceWeight: nil for the nearest chunks of each query, whatever they share.
    private static func choose(_ chunks: [Chunk], relevanceWeight: Float?) throws -> [Chunk] {
        var settings = RetrievalSettings()
        settings.relevanceWeight = relevanceWeight ?? 1
        var extractor = KeywordExtractor()
        for chunk in chunks { extractor.add(chunk.text) }
        let keywords = extractor.keywordSet(settings.keywords)
        let queries = QueryBuilder.queries(
            settings.queries, keywords: keywords.words, masks: chunks.map { keywords.mask(of: $0.text) })
        var matrix = EmbeddingMatrix(dimensions: settings.dimensions)
        for (row, chunk) in chunks.enumerated() { try matrix.set(vector(chunk.text, settings.dimensions), row: row) }
        var questions = EmbeddingMatrix(dimensions: settings.dimensions)
        for (row, text) in queries.enumerated() { try questions.set(vector(text, settings.dimensions), row: row) }
        guard relevanceWeight == nil else {
            let index = try DocumentIndex(
                modelID: "hashed-words", chunks: chunks, rows: Array(chunks.indices), vectors: matrix)
            return PassageSelector(settings: settings).nearest(to: questions, in: index)
        }
        let rows = queries.indices.flatMap { query in
            matrix.nearest(settings.chunksPerQuery, toRow: query, of: questions).map(\.row)
        }
        return Set(rows).sorted().map { chunks[$0] }
    }

    private static func vector(_ text: String, _ dimensions: Int) -> [Float] {
        var counts: [String: Int] = [:]
        WordScanner.scan(text) { bytes in
            for stem in ContentWords(String(decoding: bytes, as: UTF8.self)).stems { counts[stem, default: 0] += 1 }
        }
        var vector = [Float](repeating: 0, count: dimensions)
        for (stem, count) in counts {
            let hash = stem.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            let sign: Float = hash >> 60 & 1 == 0 ? 1 : -1
            vector[Int(hash >> 8 & 0xFFFF) % dimensions] += sign * (1 + log(Float(count)))
        }
        return vector
    }

    private static func recall(_ chosen: [Chunk], _ labels: [Label]) -> Double {
        Double(labels.count { label in chosen.contains { holds($0, label) } }) / Double(labels.count)
    }

    private static func coverage(_ chosen: [Chunk], of total: Int) -> Double {
        RetrievedContext(
            method: .smartQueries, chunks: chosen, keywords: [], pageCount: 0, chunkCount: total,
            metrics: RetrievalMetrics()
        ).coverage
    }

    private static func holds(_ chunk: Chunk, _ label: Label) -> Bool {
        chunk.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(label.evidence)
    }

    private static func chunks(_ chapters: [String: String], size: Int) throws -> [Chunk] {
        var chunker = Chunker(sizing: try #require(ChunkSizing(size: size, overlap: size / 10)))
        var chunks: [Chunk] = []
        for (number, chapter) in chapters.sorted(by: { $0.key < $1.key }).enumerated() {
            chunks += chunker.push(DocumentPage(number: number + 1, text: chapter.value))
        }
        return chunks + chunker.finish()
    }

    private static func chapters(_ numbers: ClosedRange<Int>) throws -> [String: String] {
        let folder = repository.appendingPathComponent("local/samples/reader")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var result: [String: String] = [:]
        for file in files where Int(file.lastPathComponent.prefix(2)).map(numbers.contains) == true {
            result[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
        return result
    }

    private static func labels() throws -> [Label] {
        let file = repository.appendingPathComponent("Benchmarks/Retrieval/questions.json")
        return try JSONDecoder().decode([Label].self, from: Data(contentsOf: file))
    }

    private static var repository: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
            .standardizedFileURL
    }
}
