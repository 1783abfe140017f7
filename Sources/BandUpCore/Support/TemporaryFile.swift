import FoundationEssentials
import Glibc

/// A path of its own in the temporary folder, for one job. Nothing lies there until something is written.
public struct TemporaryFile: Sendable {
    public let path: String

    public init(directory: String = "/tmp") {
        path = "\(directory)/bandup-\(UUID().uuidString)"
    }

    /// Lambda's /tmp outlives the invocation: what is left there fills it, and is the next learner's neighbour.
    public func remove() {
        unlink(path)
    }
}
