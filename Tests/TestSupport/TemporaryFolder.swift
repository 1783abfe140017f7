package import Foundation

/// A folder that is removed with its owner.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("bandup-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String, _ content: Data? = nil) throws -> String {
        let file = "\(path)/\(name)"
        if let content { try content.write(to: URL(fileURLWithPath: file)) }
        return file
    }

    /// Descriptors of this process that are open on files in this folder.
    package var openDescriptorCount: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.count { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?
                .hasPrefix(path) ?? false
        }
    }
}
