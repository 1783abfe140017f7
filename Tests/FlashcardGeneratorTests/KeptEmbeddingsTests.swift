import BandUpCore
import FoundationEssentials
import Testing

@testable import FlashcardGenerator

@Suite("Embeddings kept for the next delivery") struct KeptEmbeddingsTests {
    private func kept(_ texts: [String]) -> KeptEmbeddings {
        var kept = KeptEmbeddings(dimensions: 3)
        for (index, text) in texts.enumerated() { kept.keep([Float(index), -0.1, .pi], of: text) }
        return kept
    }

    @Test("every vector comes back, for its own text only")
    func roundTrip() throws {
        let read = try #require(KeptEmbeddings(kept(["a", "b", ""]).bytes, dimensions: 3))
        #expect(read.count == 3)
        #expect(read["b"] == [1, -0.1, .pi])
        #expect(read["c"] == nil)
        #expect(KeptEmbeddings(KeptEmbeddings(dimensions: 3).bytes, dimensions: 3)?.count == 0)
    }

    @Test("bytes of another form, cut short, or of other vectors are nothing")
    func damaged() {
        let bytes = kept(["a", "b"]).bytes
        #expect(KeptEmbeddings(bytes, dimensions: 4) == nil)
        #expect(KeptEmbeddings(bytes.dropLast(1), dimensions: 3) == nil)
        #expect(KeptEmbeddings(Data("<Error/>".utf8), dimensions: 3) == nil)
        #expect(KeptEmbeddings(Data(), dimensions: 3) == nil)
    }

    @Test("what is kept is bounded, and vectors of another length are not kept")
    func bounded() {
        let many = kept((0..<(KeptEmbeddings.maximumCount + 5)).map { "text \($0)" })
        #expect(many.count == KeptEmbeddings.maximumCount)
        #expect(many.bytes.count == KeptEmbeddings.maximumByteCount(dimensions: 3))
        var other = KeptEmbeddings(dimensions: 3)
        other.keep([1, 2], of: "a")
        #expect(other["a"] == nil)
    }
}
