import BandUpLambda
import Base
import Examining
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore
@testable import DocumentText
@testable import FlashcardGenerator

/// What the pipeline makes of the documents of local/samples/make_layout_pdfs.py.
struct ReadDocumentTests {
    @Test(
        "answers, labels and the titles of cards are text, on whichever page they come back",
        arguments: [
            ("true-or-false", ["Statement 5", "True"]), ("answers-at-the-end", ["Answer: B"]),
            ("counted-titles", ["Unit 5"]),
        ])
    func text(name: String, lines: [String]) throws {
        let pages = try Self.pages(name)
        var running = RunningLines()
        let kept = pages.flatMap { running.push($0) } + running.finish()
        #expect(kept == pages)
        for line in lines { #expect(kept[4].text.split(separator: "\n").contains(line[...])) }
    }

    @Test("a book's headers, which differ on left and right pages, and its page numbers are no text")
    func book() throws {
        let pages = try Self.pages("book")
        #expect(pages.allSatisfy { $0.text.hasPrefix("The Author\n") || $0.text.hasPrefix("The Title of the Book\n") })
        var running = RunningLines()
        let kept = pages.flatMap { running.push($0) } + running.finish()
        #expect(kept.count == 12)
        for (before, after) in zip(pages, kept) {
            let lines = before.text.split(separator: "\n")
            #expect(after.text.split(separator: "\n") == Array(lines[1..<(lines.count - 1)]))
        }
    }

    @Test(
        "nothing is paid for a document whose text layer is no text",
        arguments: ["codes-for-letters", "scrambled-letters", "private-use", "replacement-characters"])
    func noText(name: String) async throws {
        // Ten times over, so that it would be long enough to be embedded.
        let pages = try (0..<10).flatMap { _ in try Self.pages(name) }
        let embedder = CountingEmbedder()
        var settings = RetrievalSettings()
        settings.shortDocumentChunks = 1
        let pipeline = RetrievalPipeline(settings: settings, embedder: embedder)
        let stream = AsyncStream { continuation in
            for page in pages { continuation.yield(page) }
            continuation.finish()
        }
        await #expect(throws: RetrievalError.noText) {
            _ = try await pipeline.retrieve(from: stream, until: Deadline(SystemClock().now.addingTimeInterval(60)))
        }
        #expect(embedder.count == 0)
    }

    private static func pages(_ name: String) throws -> [DocumentPage] {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../PDFTextTests/Golden/\(name).pdf").standardizedFileURL.path
        let pages = Mutex<[DocumentPage]>([])
        try DocumentFile.read(path, DocumentLimits()) { page in pages.withLock { $0.append(DocumentPage(page)) } }
        return pages.withLock { $0 }
    }
}

private final class CountingEmbedder: TextEmbedder {
    let modelID = TitanEmbeddingsClient.modelID
    private let calls = Mutex(0)
    var count: Int { calls.withLock { $0 } }

    func embed(_ text: String, deadline: Deadline) async throws -> [Float] {
        calls.withLock { $0 += 1 }
        return [Float](repeating: 1, count: 512)
    }
}
