import Base

/// Why bytes are no index, or an index no bytes.
package enum DocumentIndexError: Error, Sendable, Hashable, LogSafeError {
    /// Something else altogether.
    case notAnIndex
    /// By a later release, as a rule.
    case unknownVersion(UInt32)
    /// Shorter, longer or other than was written.
    case damaged
    /// The checksum holds, but the parts contradict each other: written by something that is not this.
    case inconsistent
    /// The vectors can't be compared with those of the space that was asked for.
    case otherSpace(EmbeddingSpace)
    /// A count or a place that 32 bits don't hold.
    case tooLarge

    package var logDescription: String {
        switch self {
        case .notAnIndex: "DocumentIndexError.notAnIndex"
        case .unknownVersion(let version): "DocumentIndexError.unknownVersion(\(version))"
        case .damaged: "DocumentIndexError.damaged"
        case .inconsistent: "DocumentIndexError.inconsistent"
        // The model's name is read from the bytes, and so is anything.
        case .otherSpace(let space): "DocumentIndexError.otherSpace(dimensions: \(space.dimensions))"
        case .tooLarge: "DocumentIndexError.tooLarge"
        }
    }
}
