@testable import BandUpCore
import Base
import FoundationEssentials
import TestSupport
import Testing

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
        let bytes = try Self.small().bytes()
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

    @Test("a later version and another file are told from damage")
    func foreign() throws {
        var bytes = try Self.small().bytes()
        bytes[4] = 2
        #expect(throws: DocumentIndexError.unknownVersion(2)) { try DocumentIndex(bytes, in: Self.smallSpace) }
        for other in [Data(), Data("BUD".utf8), Data("%PDF-1.7\n%".utf8), Data("{}".utf8)] {
            #expect(throws: DocumentIndexError.notAnIndex) { try DocumentIndex(other, in: Self.smallSpace) }
        }
    }

    @Test("bytes cut short anywhere, or with more behind them, are refused")
    func cut() throws {
        let bytes = try Self.small().bytes()
        for count in 0..<bytes.count {
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes.prefix(count), in: Self.smallSpace) }
        }
        #expect(throws: DocumentIndexError.damaged) { try DocumentIndex(bytes + [0], in: Self.smallSpace) }
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(Self.sealed(bytes + [0]), in: Self.smallSpace)
        }
    }

    @Test("no changed bit goes unnoticed")
    func flippedBits() throws {
        let bytes = try Self.small().bytes()
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(damaged, in: Self.smallSpace) }
        }
    }

    @Test("counts beyond what is there are refused before anything is set aside for them", arguments: 3..<7)
    func hostileCounts(place: Int) throws {
        for hostile: UInt32 in [3, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
            let bytes = Self.sealed(Self.setting(hostile, at: place, of: try Self.small().bytes()))
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: Self.smallSpace) }
            // The same where the reader expects as many dimensions.
            let space = EmbeddingSpace(modelID: "m", dimensions: Int(hostile))
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: space) }
        }
    }

    @Test("an index of no dimensions is refused")
    func noDimensions() throws {
        let bytes = Self.sealed(Self.setting(0, at: 3, of: try Self.small().bytes()))
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(bytes, in: EmbeddingSpace(modelID: "m", dimensions: 0))
        }
    }

    @Test("numbers that are none, or too long a vector, are refused", arguments: [Float.nan, .infinity, 1e30, 3])
    func hostileNumbers(number: Float) throws {
        var bytes = try Self.small().bytes()
        let start = bytes.count - 4 - 8
        for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: number.bitPattern >> (8 * byte)) }
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(Self.sealed(bytes), in: Self.smallSpace)
        }
    }

    @Test("text that is not UTF-8 is refused")
    func hostileText() throws {
        var bytes = try Self.small().bytes()
        bytes[bytes.count - 1] = 0xC3
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(Self.sealed(bytes), in: Self.smallSpace)
        }
    }

    /// With the checksum put right, as someone would who means harm; without it, nearly all would end there.
    @Test("made-up bytes are an error, or an index that can be asked and written again", arguments: 0..<50)
    func fuzzed(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var bytes = try await IndexSamples.index(pages: 3, seed: seed).bytes()
        for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, using: &random) }
        #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: IndexSamples.space) }
        guard let index = try? DocumentIndex(Self.sealed(bytes), in: IndexSamples.space) else { return }
        #expect(try index.bytes() == Self.sealed(bytes))
        let query = try DocumentQuery([FakeEmbedder.vector("river silt")], in: IndexSamples.space)
        #expect(try query.passages(of: index).count <= 3)
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

    private static let smallSpace = EmbeddingSpace(modelID: "m", dimensions: 2)

    /// Two chunks of one text.
    private static func small() throws -> DocumentIndex {
        var vectors = EmbeddingMatrix(dimensions: 2)
        try vectors.set([3, 4], row: 0)
        let chunks = [
            Chunk(index: 0, text: "é", firstPage: 1, lastPage: 2, start: 0),
            Chunk(index: 1, text: "é", firstPage: 3, lastPage: 3, start: 7),
        ]
        return try DocumentIndex(modelID: "m", chunks: chunks, rows: [0, 0], vectors: vectors)
    }

    private static func bits(_ matrix: EmbeddingMatrix) -> [UInt32] {
        matrix.withValues { $0.map(\.bitPattern) }
    }

    /// - Parameter place: the number's, counted in numbers from the beginning.
    private static func setting(_ number: UInt32, at place: Int, of bytes: Data) -> Data {
        var bytes = bytes
        for byte in 0..<4 { bytes[place * 4 + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        return bytes
    }

    /// With the checksum that belongs to it.
    private static func sealed(_ bytes: Data) -> Data {
        guard bytes.count >= DocumentIndex.checkedStart else { return bytes }
        return setting(CRC32.checksum(bytes.dropFirst(DocumentIndex.checkedStart)), at: 2, of: bytes)
    }

    private static func mutate(_ bytes: inout Data, using random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        // Counts and entries are where harm can be done, and they come first.
        let position = Int.random(in: 0..<min(bytes.count, Bool.random(using: &random) ? 100 : .max), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[position] &+= UInt8.random(in: 1...255, using: &random)
        case 2: bytes.removeSubrange(position...)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        default:
            let end = min(bytes.count, position + Int.random(in: 1...64, using: &random))
            bytes.append(contentsOf: bytes[position..<end])
            bytes.remove(at: position)
        }
    }
}
