import FoundationEssentials
import Glibc

/// A path of its own in the temporary folder, for one job. Nothing lies there until something is written.
package struct TemporaryFile: Sendable {
    package let path: String

    package init(directory: String = "/tmp") {
        path = "\(directory)/bandup-\(UUID().uuidString)"
    }

    /// Lambda's /tmp outlives the invocation: what is left there fills it, and is the next learner's neighbour.
    package func remove() {
        unlink(path)
    }
}
