public import Base

/// A vector that can't be compared with others.
public enum EmbeddingError: Error, Sendable, Hashable, LogSafeError {
    case wrongDimensions(expected: Int, received: Int)
    /// Infinite or not a number.
    case notFinite
    /// Of another model, or as long as another model's.
    case otherSpace

    package var logDescription: String {
        switch self {
        case .wrongDimensions(let expected, let received):
            "EmbeddingError.wrongDimensions(expected: \(expected), received: \(received))"
        case .notFinite: "EmbeddingError.notFinite"
        case .otherSpace: "EmbeddingError.otherSpace"
        }
    }
}
