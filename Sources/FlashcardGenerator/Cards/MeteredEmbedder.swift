import BandUpCore
import Base
import DocumentText
import Synchronization

/// Titan for one job, with a count of the calls and tokens that the job pays for. The limiter is shared by all jobs.
final class MeteredEmbedder: TextEmbedder {
    private let titan: TitanEmbeddingsClient
    private let dimensions: Int
    private let limiter: AdaptiveLimiter
    // Shared by the embedding calls in flight at once.
    private let paid = Mutex((calls: 0, tokens: 0))

    init(titan: TitanEmbeddingsClient, dimensions: Int, limiter: AdaptiveLimiter) {
        self.titan = titan
        self.dimensions = dimensions
        self.limiter = limiter
    }

    var callCount: Int { paid.withLock { $0.calls } }
    var tokenCount: Int { paid.withLock { $0.tokens } }

    func embed(_ text: String, deadline: Deadline) async throws -> [Float] {
        let embedding = try await limiter.run(until: deadline) { [titan, dimensions] in
            try await titan.embedding(of: text, dimensions: dimensions, deadline: deadline)
        }
        paid.withLock { $0 = ($0.calls + 1, $0.tokens + embedding.inputTokenCount) }
        return embedding.vector
    }
}
