package import Base

/// How long chunks are and how much of its predecessor each repeats, in Unicode scalars.
public struct ChunkSizing: Sendable, Hashable {
    /// No chunk is longer.
    package let size: Int
    /// The upper bound of what is repeated; less where a sentence or word begins inside it.
    package let overlap: Int

    public static let standard = ChunkSizing(uncheckedSize: 3000, overlap: 300)

    /// Nil unless `size` is at least 1 and `overlap` from 0 to half of it. With more, a document would make many times
    /// its length in chunks.
    package init?(size: Int, overlap: Int) {
        guard size >= 1, overlap >= 0, overlap <= size / 2 else { return nil }
        self.init(uncheckedSize: size, overlap: overlap)
    }

    /// From `RAG_CHUNK_SIZE` (200 to 20,000; Titan takes 50,000 characters) and `RAG_CHUNK_OVERLAP`.
    package init(environment: Environment) throws(ConfigurationError) {
        let size = try environment.integer("RAG_CHUNK_SIZE", default: Self.standard.size, in: 200...20_000)
        let overlap = try environment.integer(
            "RAG_CHUNK_OVERLAP", default: min(Self.standard.overlap, size / 2), in: 0...size / 2)
        self.init(uncheckedSize: size, overlap: overlap)
    }

    private init(uncheckedSize size: Int, overlap: Int) {
        self.size = size
        self.overlap = overlap
    }
}
