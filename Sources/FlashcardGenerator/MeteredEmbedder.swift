import BandUpCore
import Synchronization

/// Titan for one job, with a count of the tokens that the job pays for. The limiter is shared by all jobs.
final class MeteredEmbedder: TextEmbedder {
    private let titan: TitanEmbeddingsClient
    private let dimensions: Int
    private let limiter: AdaptiveLimiter
    // Shared by the embedding calls in flight at once.
    private let tokens = Mutex(0)

    init(titan: TitanEmbeddingsClient, dimensions: Int, limiter: AdaptiveLimiter) {
        self.titan = titan
        self.dimensions = dimensions
        self.limiter = limiter
    }

    var tokenCount: Int { tokens.withLock { $0 } }

    func embed(_ text: String, deadline: Deadline) async throws -> [Float] {
        let embedding = try await limiter.run(until: deadline) { [titan, dimensions] in
            try await titan.embedding(of: text, dimensions: dimensions, deadline: deadline)
        }
        tokens.withLock { $0 += embedding.inputTokenCount }
        return embedding.vector
    }
}
