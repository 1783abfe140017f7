import Foundation
import PDFText
import Testing

@testable import DocumentText

/// The reading process is FlashcardGenerator's executable, which `swift build --build-tests` puts beside the tests.
@Suite(.timeLimit(.minutes(2)))
struct IsolatedPagesTests {
    @Test("a document comes out of the reading process page by page, as it would in this one")
    func pages() async throws {
        let pages = try await Self.read("plain")
        #expect(pages.map(\.number) == Array(1...pages.count))
        #expect(try pages == Self.readHere("plain"))
        #expect(!pages.isEmpty)
    }

    @Test(
        "what is wrong with a document is told by the reading process",
        arguments: [
            ("encrypted-user-password", DocumentError.encrypted), ("picture", .unknownFormat),
            ("empty-archive", .unknownFormat),
        ])
    func documentErrors(name: String, error: DocumentError) async throws {
        await #expect(throws: error) { try await Self.read(name) }
    }

    @Test("limits hold in the reading process")
    func limits() async throws {
        await #expect(throws: DocumentError.tooManyBytes(limit: 100)) {
            try await Self.read("plain", DocumentLimits(bytes: 100))
        }
        await #expect(throws: DocumentError.tooManyCharacters(limit: 10)) {
            try await Self.read("plain", DocumentLimits(characters: 10))
        }
    }

    @Test("a document that would run for ever is ended at the time limit")
    func endless() async throws {
        await #expect(throws: DocumentError.tooSlow(seconds: 1)) {
            try await Self.read("endless-forms", DocumentLimits(seconds: 1))
        }
    }

    @Test(
        "a document that takes more memory than is allowed costs itself only, and the next one is read",
        .enabled(if: ProcessInfo.processInfo.environment["SANITIZER"] == nil, "a sanitizer's memory has no limit"))
    func swelling() async throws {
        await #expect(throws: DocumentError.readerFailed) {
            try await Self.read("swelling-text", DocumentLimits(memoryBytes: 400 << 20))
        }
        #expect(try await !Self.read("plain").isEmpty)
    }

    @Test(
        "a reading process that crashes, talks nonsense or leaves without a word fails the document",
        arguments: [
            "kill -SEGV $$", "printf '\\007\\000\\000\\000\\001x'", "printf '\\002\\377\\377\\377\\377'", "exit 0",
            // Page 2 before page 1; a page without its text's end.
            "printf '\\002\\000\\000\\000\\013\\000\\000\\000\\000\\000\\000\\000\\002\\000\\377x'",
            // Page 1 without all the lines of its margins.
            "printf '\\002\\000\\000\\000\\013\\000\\000\\000\\000\\000\\000\\000\\001\\000\\042x'",
            "printf '\\002\\000\\000\\000\\377\\000'",
        ])
    func brokenReader(behaviour: String) async throws {
        let reader = try Script("printf '\\001\\000\\000\\000\\000'; \(behaviour)")
        defer { reader.remove() }
        await #expect(throws: DocumentError.readerFailed) {
            try await Self.collect(IsolatedPages(path: "any", executable: reader.path))
        }
    }

    @Test("a reading process that can't even start is not the document's fault")
    func noReader() async throws {
        await #expect(throws: DocumentError.systemFailure(errno: ENOENT)) {
            try await Self.collect(IsolatedPages(path: "any", executable: "/nonexistent"))
        }
        let reader = try Script("exit 1")
        defer { reader.remove() }
        await #expect(throws: DocumentError.systemFailure(errno: ENOEXEC)) {
            try await Self.collect(IsolatedPages(path: "any", executable: reader.path))
        }
    }

    @Test("a reading process that hangs is ended when the task is cancelled, and has nothing of this environment")
    func cancellation() async throws {
        setenv("BANDUP_SECRET_OF_THE_PARENT", "x", 1)
        // A page without places of lines, of four letters and eight digits.
        let page = #"\002\000\000\000\026\000\000\000\000\000\000\000\001\000\377%.4s%08d"#
        let reader = try Script(
            #"printf '\001\000\000\000\000\#(page)' "${BANDUP_SECRET_OF_THE_PARENT:-none}" $$; exec sleep 3600"#)
        defer { reader.remove() }
        let (pages, found) = AsyncStream.makeStream(of: TextPage.self)
        let task = Task {
            for try await page in IsolatedPages(path: "any", executable: reader.path) { found.yield(page) }
        }
        var iterator = pages.makeAsyncIterator()
        let text = try #require(await iterator.next()).text
        #expect(text.hasPrefix("none"))
        let child = try #require(pid_t(text.dropFirst(4)))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // Gone, and waited for: its number is free again.
        while kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test(
        "messages come back as they were sent",
        arguments: [
            ReaderMessage.ready, .finished, .page(TextPage(number: 70_000, text: "Tiếng Việt\n", isDamaged: true)),
            .page(TextPage(number: 1, text: "")),
            .page(
                TextPage(
                    number: 2, text: "Header\ntext\n2",
                    margins: PageMargins(
                        top: [PageMargins.Line(place: 0, isSpread: true)],
                        bottom: [PageMargins.Line(place: 1, isSpread: false)]))),
            .failed(.tooManyPages(limit: 5_000)), .failed(.damaged),
            .failed(.systemFailure(errno: 13)), .failed(.libraryMissing(.iconv)), .failed(.unknownEncoding),
            .failed(.foreign(.oldOffice)), .failed(.noText),
        ])
    func messages(message: ReaderMessage) {
        let bytes = message.encoded
        #expect(ReaderMessage.contentLength(header: bytes.prefix(5)) == bytes.count - 5)
        #expect(ReaderMessage(kind: bytes[0], content: bytes[5...]) == message)
    }

    private static func read(_ name: String, _ limits: DocumentLimits = DocumentLimits()) async throws -> [TextPage] {
        try await collect(IsolatedPages(path: golden(name), limits: limits, executable: reader))
    }

    private static func readHere(_ name: String) throws -> [TextPage] {
        var pages: [TextPage] = []
        try DocumentFile.read(golden(name), DocumentLimits()) { pages.append($0) }
        return pages
    }

    private static func collect(_ pages: IsolatedPages) async throws -> [TextPage] {
        var result: [TextPage] = []
        for try await page in pages { result.append(page) }
        return result
    }

    private static var reader: String {
        Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("FlashcardGenerator").path
    }

    private static func golden(_ name: String) -> String {
        Bundle.module.bundleURL.appendingPathComponent("Golden/\(name).pdf").path
    }
}

/// A shell script in the place of the reading process.
private struct Script {
    let path: String

    init(_ body: String) throws {
        path = NSTemporaryDirectory() + "bandup-reader-\(UUID().uuidString)"
        try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
