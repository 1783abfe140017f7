import Foundation
import FoundationEssentials

@testable import BandUpCore

/// Real inputs, from the golden files and sample events that other tests have.
enum Corpus {
    /// The files below `folder`, a path in the repository, with one of these extensions.
    static func files(in folder: String, _ extensions: Set<String> = ["json"]) throws -> [[UInt8]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: folder)
        return try FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
            .filter { extensions.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
            .map { Array(try Data(contentsOf: $0)) }
    }

    static func events() throws -> [FuzzInput] {
        (try files(in: "events") + files(in: "Tests/BandUpLambdaTests/Golden/Events")).map { FuzzInput($0) }
    }
}
