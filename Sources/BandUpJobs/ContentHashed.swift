import BandUpCore
import Base
import FoundationEssentials

/// A request that can be compared with an earlier one of the same id without keeping its text.
package protocol ContentHashed {
    /// Everything that decides the result, in a fixed order; ids and defaults spelled out or not make no difference.
    var hashedContent: [String] { get }
}

extension ContentHashed {
    /// SHA-256 over the parts, each with its length before it so that moving text from one part to the next shows;
    /// 64 hex digits.
    package var contentHash: String {
        var bytes: [UInt8] = []
        for part in hashedContent {
            bytes += Array("\(part.utf8.count):".utf8)
            bytes += Array(part.utf8)
        }
        return SHA256.hexDigest(bytes)
    }
}
