import FoundationEssentials
import Synchronization

/// The vectors that workers bring in, in any order, and when the first and the last was asked for and came.
final class VectorStore: Sendable {
    private let state: Mutex<(matrix: EmbeddingMatrix, firstStart: Date?, lastEnd: Date?)>

    init(dimensions: Int) {
        state = Mutex((EmbeddingMatrix(dimensions: dimensions), nil, nil))
    }

    /// The vectors, which the store then has no more: what is done to them costs no copy.
    func take() -> EmbeddingMatrix {
        state.withLock { state in
            defer { state.matrix = EmbeddingMatrix(dimensions: state.matrix.dimensions) }
            return state.matrix
        }
    }

    var duration: Duration {
        state.withLock { state in
            guard let start = state.firstStart, let end = state.lastEnd else { return .zero }
            return .seconds(end.timeIntervalSince(start))
        }
    }

    func noteStart(_ date: Date) {
        state.withLock { $0.firstStart = min($0.firstStart ?? date, date) }
    }

    func set(_ vector: [Float], row: Int, at date: Date) throws(EmbeddingError) {
        try state.withLock { state throws(EmbeddingError) in
            try state.matrix.set(vector, row: row)
            state.lastEnd = max(state.lastEnd ?? date, date)
        }
    }
}
