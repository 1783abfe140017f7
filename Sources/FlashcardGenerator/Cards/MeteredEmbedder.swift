import BandUpCore
import BandUpLambda
import Base
import DocumentText
import Isolation
import Synchronization

/// Titan for one job, with a count of the calls and tokens that the job pays for. The limiter is shared by all jobs.
final class MeteredEmbedder: TextEmbedder {
    private struct State {
        var calls = 0
        var tokens = 0
        var kept: KeptEmbeddings
    }

    let modelID = TitanEmbeddingsClient.modelID

    private let titan: TitanEmbeddingsClient
    private let dimensions: Int
    private let limiter: AdaptiveLimiter
    // Shared by the embedding calls in flight at once.
    private let state: Mutex<State>

    /// - Parameter kept: what an earlier attempt has paid for.
    init(titan: TitanEmbeddingsClient, limiter: AdaptiveLimiter, kept: KeptEmbeddings) {
        self.titan = titan
        self.dimensions = kept.dimensions
        self.limiter = limiter
        state = Mutex(State(kept: kept))
    }

    /// Calls that were paid for by this attempt.
    var callCount: Int { state.withLock { $0.calls } }
    var tokenCount: Int { state.withLock { $0.tokens } }
    /// The vectors of this attempt and those it began with.
    var kept: KeptEmbeddings { state.withLock { $0.kept } }

    func embed(_ text: String, deadline: Deadline) async throws -> [Float] {
        if let known = state.withLock({ $0.kept[text] }) { return known }
        let embedding = try await limiter.run(until: deadline) { [titan, dimensions] in
            try await titan.embedding(of: text, dimensions: dimensions, deadline: deadline)
        }
        state.withLock { state in
            state.calls += 1
            state.tokens += embedding.inputTokenCount
            state.kept.keep(embedding.vector, of: text)
        }
        return embedding.vector
    }
}
