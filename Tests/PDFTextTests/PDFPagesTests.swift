import Foundation
import Testing

@testable import PDFText

@Suite(.timeLimit(.minutes(1)))
struct PDFPagesTests {
    @Test("pages stream in order, with their numbers")
    func stream() async throws {
        let pages = try await Self.collect(PDFPages(path: golden("plain")))
        #expect(pages.map(\.number) == [1, 2, 3])
        #expect(pages[1] == PDFPage(number: 2, text: "The second page has one line."))
    }

    @Test("a document can be read again")
    func twice() async throws {
        let pages = PDFPages(path: golden("plain"))
        #expect(try await Self.collect(pages) == Self.collect(pages))
    }

    @Test("errors of opening come through the stream")
    func errors() async {
        await #expect(throws: PDFError.encrypted) {
            try await Self.collect(PDFPages(path: golden("encrypted-user-password")))
        }
        await #expect(throws: PDFError.notPDF) { try await Self.collect(PDFPages(path: golden("not-a-pdf"))) }
    }

    @Test("lost pages are marked and do not lose the others")
    func lostPages() async throws {
        let pages = try await Self.collect(PDFPages(path: golden("lost-page")))
        #expect(pages.map(\.isDamaged) == [false, true, true])
        #expect(pages.map(\.text.isEmpty) == [false, true, true])
    }

    @Test("a fault in a page's content costs only what is faulty")
    func faultyContent() async throws {
        let pages = try await Self.collect(PDFPages(path: golden("faulty-content")))
        #expect(pages.map(\.text) == ["Text beside the fault."])
    }

    @Test("the limit of characters counts all pages together")
    func characters() async throws {
        let total = try await Self.collect(PDFPages(path: golden("plain"))).reduce(0) {
            $0 + $1.text.unicodeScalars.count
        }
        _ = try await Self.collect(PDFPages(path: golden("plain"), limits: PDFLimits(characters: total)))
        await #expect(throws: PDFError.tooManyCharacters(limit: total - 1)) {
            try await Self.collect(PDFPages(path: golden("plain"), limits: PDFLimits(characters: total - 1)))
        }
    }

    @Test("cancelling the reading task throws, it does not look like a short document")
    func cancellation() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Self.collect(PDFPages(path: golden("plain")))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("many documents are read at once, each with its own text")
    func concurrently() async throws {
        let names = ["plain", "vietnamese", "cjk-not-embedded", "two-columns", "ligatures", "faulty-content"]
        var expected: [String: [PDFPage]] = [:]
        for name in names { expected[name] = try await Self.collect(PDFPages(path: golden(name))) }
        try await withThrowingTaskGroup(of: (String, [PDFPage]).self) { group in
            for round in 0..<60 {
                let name = names[round % names.count]
                group.addTask { (name, try await Self.collect(PDFPages(path: golden(name)))) }
            }
            for try await (name, pages) in group { #expect(pages == expected[name]) }
        }
    }

    @Test("the sample documents are a long and a short one, of prose that does not repeat itself")
    func samples() async throws {
        let long = try await Self.collect(PDFPages(path: Self.sample("study-reader.pdf")))
        #expect(long.count >= 30)
        let text = long.map(\.text).joined(separator: "\n")
        #expect(text.split(whereSeparator: \.isWhitespace).count >= 11_000)
        let sentences = text.replacingOccurrences(of: "\n", with: " ").components(separatedBy: ". ")
            .filter { $0.count > 60 }
        #expect(Set(sentences).count == sentences.count)
        let short = try await Self.collect(PDFPages(path: Self.sample("short-article.pdf")))
        #expect((2...3).contains(short.count))
    }

    private static func collect(_ pages: PDFPages) async throws -> [PDFPage] {
        var result: [PDFPage] = []
        for try await page in pages { result.append(page) }
        return result
    }

    private static func sample(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../events/samples/\(name)").standardizedFileURL.path
    }
}
