import Base
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

@Suite(.timeLimit(.minutes(1)))
struct RetrievalPipelineTests {
    /// Chunks are pages here: each page's text fills one.
    private static let chunkSize = 200

    @Test("a document of at most 15 chunks is answered without any embedding call", arguments: [1, 2, 10, 15])
    func shortDocument(chunkCount: Int) async throws {
        let embedder = FakeEmbedder()
        let context = try await Self.retrieve(Self.pages(chunkCount), embedder)
        #expect(context.method == .representative)
        #expect(context.chunkCount == chunkCount)
        #expect(context.chunks.map(\.index) == EvenSpread.positions(10, of: chunkCount))
        #expect(context.pageCount == chunkCount)
        #expect(context.metrics.embeddingCalls == 0)
        #expect(embedder.record.texts.isEmpty)
    }

    @Test("from 16 chunks on every chunk and each of five queries is embedded once")
    func longDocument() async throws {
        let embedder = FakeEmbedder()
        let context = try await Self.retrieve(Self.pages(16), embedder)
        #expect(context.method == .smartQueries)
        #expect(context.chunkCount == 16)
        #expect(context.metrics.embeddingCalls == 21)
        #expect(embedder.record.texts.count == 21)
        #expect(Set(embedder.record.texts).count == 21)
        #expect((3...15).contains(context.chunks.count))
        #expect(Set(context.chunks.map(\.index)).count == context.chunks.count)
        #expect(context.keywords.count == 20)
    }

    @Test("the chunks about the document's most frequent words are found, best first")
    func findsSubject() async throws {
        var texts = (0..<40).map { Self.filler($0) }
        texts[7] = Self.padded("volcano lava ash crater volcano lava ash crater volcano")
        texts[23] = Self.padded("volcano lava ash magma volcano lava ash magma volcano lava")
        let pages = texts.enumerated().map { DocumentPage(number: $0 + 1, text: $1) }
        let context = try await Self.retrieve(pages, FakeEmbedder())
        #expect(Set(context.chunks.prefix(2).map(\.index)) == [7, 23])
        #expect(context.keywords.first == "volcano")
        #expect(context.chunks.first.map { $0.firstPage == $0.index + 1 } == true)
    }

    @Test("a document whose first pages are pictures is not embedded before most pages have text", arguments: [19, 20])
    func picturesFirst(textPages: Int) async throws {
        let embedder = FakeEmbedder()
        let pictures = (1...20).map { DocumentPage(number: $0, text: "") }
        let pages = pictures + (1...textPages).map { DocumentPage(number: 20 + $0, text: Self.filler($0)) }
        if textPages < 20 {
            await #expect(throws: RetrievalError.mostlyScanned) { try await Self.retrieve(pages, embedder) }
            #expect(embedder.record.texts.isEmpty)
        } else {
            let context = try await Self.retrieve(pages, embedder)
            #expect(context.method == .smartQueries)
            #expect(context.pageCount == 40)
            #expect(context.pagesWithoutText == 20)
            #expect(context.metrics.embeddingCalls == 25)
        }
    }

    @Test("embedding begins while later pages are still being read")
    func overlapsReading() async throws {
        let (calls, heard) = AsyncStream.makeStream(of: Void.self)
        let embedder = FakeEmbedder { _, _ in heard.yield() }
        // The last pages come only once the embedder was called: waits for ever if it is called too late.
        let (pages, feed) = AsyncThrowingStream.makeStream(of: DocumentPage.self)
        let all = Self.pages(60)
        let feeder = Task {
            for page in all.prefix(40) { feed.yield(page) }
            for await _ in calls { break }
            for page in all.dropFirst(40) { feed.yield(page) }
            feed.finish()
        }
        let context = try await Self.retrieve(pages, embedder)
        await feeder.value
        #expect(context.chunkCount == 60)
    }

    @Test("at most ten calls are in flight, and ten are where there is enough to do")
    func boundedConcurrency() async throws {
        let embedder = FakeEmbedder { _, _ in try await Task.sleep(for: .milliseconds(5)) }
        _ = try await Self.retrieve(Self.pages(60), embedder)
        #expect(embedder.record.maxInFlight == 10)
    }

    @Test("chunks of the same text are embedded once, and only the first of them is chosen")
    func equalChunks() async throws {
        let texts = (0..<30).map { Self.filler($0 % 17) }
        let pages = texts.enumerated().map { DocumentPage(number: $0 + 1, text: $1) }
        let embedder = FakeEmbedder()
        let context = try await Self.retrieve(pages, embedder)
        #expect(context.chunkCount == 30)
        #expect(context.metrics.embeddingCalls == 17 + 5)
        #expect(context.chunks.allSatisfy { $0.index < 17 })
        #expect(Set(context.chunks.map(\.text)).count == context.chunks.count)
    }

    @Test("the order in which embeddings come back does not change the result")
    func orderIndependent() async throws {
        let plain = try await Self.retrieve(Self.pages(50), FakeEmbedder())
        let shuffled = try await Self.retrieve(
            Self.pages(50),
            FakeEmbedder { call, _ in try await Task.sleep(for: .milliseconds((call * 7) % 11)) })
        #expect(plain.chunks == shuffled.chunks)
        #expect(plain.keywords == shuffled.keywords)
    }

    @Test("the first embedding that fails for good cancels the others at once")
    func failureCancels() async throws {
        let embedder = FakeEmbedder { call, _ in
            if call == 10 { throw FakeEmbedder.Failure() }
            try await Task.sleep(for: .seconds(3600))
        }
        await #expect(throws: FakeEmbedder.Failure.self) { try await Self.retrieve(Self.pages(60), embedder) }
        #expect(embedder.record.texts.count == 10)
        #expect(embedder.record.cancelled == 9)
    }

    @Test("an embedding that fails ends the reading of pages too")
    func failureEndsReading() async throws {
        let (pages, feed) = AsyncThrowingStream.makeStream(of: DocumentPage.self)
        let (ended, ending) = AsyncStream.makeStream(of: Void.self)
        feed.onTermination = { _ in ending.finish() }
        for page in Self.pages(40) { feed.yield(page) }
        let embedder = FakeEmbedder { _, _ in throw FakeEmbedder.Failure() }
        await #expect(throws: FakeEmbedder.Failure.self) { try await Self.retrieve(pages, embedder) }
        for await _ in ended {}
    }

    @Test("a page that can't be read ends everything with its error")
    func pageFailure() async throws {
        struct Torn: Error {}
        let (pages, feed) = AsyncThrowingStream.makeStream(of: DocumentPage.self)
        for page in Self.pages(20) { feed.yield(page) }
        feed.finish(throwing: Torn())
        let embedder = FakeEmbedder { _, _ in try await Task.sleep(for: .seconds(3600)) }
        await #expect(throws: Torn.self) { try await Self.retrieve(pages, embedder) }
        #expect(embedder.record.inFlight == 0)
    }

    @Test("a cancelled task is not taken for the end of the document")
    func cancellation() async throws {
        let (pages, feed) = AsyncThrowingStream.makeStream(of: DocumentPage.self)
        for page in Self.pages(5) { feed.yield(page) }
        let task = Task { try await Self.retrieve(pages, FakeEmbedder()) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a document without text is an error of its own", arguments: [0, 1, 40])
    func noText(pageCount: Int) async throws {
        let pages = (0..<pageCount).map { DocumentPage(number: $0 + 1, text: " \n ") }
        await #expect(throws: RetrievalError.noText) { try await Self.retrieve(pages, FakeEmbedder()) }
    }

    @Test("a long document without a single word is spread evenly")
    func noKeywords() async throws {
        let digits = (0..<20).map { DocumentPage(number: $0 + 1, text: Self.padded("\($0) 12 345")) }
        let context = try await Self.retrieve(digits, FakeEmbedder())
        #expect(context.method == .representative)
        #expect(context.chunks.count == 10)
        #expect(context.keywords.isEmpty)
    }

    @Test("a vector of the wrong length is reported")
    func wrongDimensions() async throws {
        var settings = Self.settings
        settings.dimensions = 512
        let pipeline = RetrievalPipeline(settings: settings, embedder: FakeEmbedder())
        await #expect(throws: EmbeddingError.wrongDimensions(expected: 512, received: 64)) {
            try await pipeline.retrieve(from: Self.stream(Self.pages(20)), until: Self.deadline)
        }
    }

    @Test("pages are not read beyond the deadline")
    func deadline() async throws {
        let pipeline = RetrievalPipeline(settings: Self.settings, embedder: FakeEmbedder())
        await #expect(throws: RetrievalError.deadlineExceeded) {
            try await pipeline.retrieve(from: Self.stream(Self.pages(20)), until: Deadline(Date() - 1))
        }
    }

    private static let deadline = Deadline(Date() + 3600)

    private static var settings: RetrievalSettings {
        var settings = RetrievalSettings()
        if let sizing = ChunkSizing(size: chunkSize, overlap: 0) { settings.sizing = sizing }
        settings.dimensions = FakeEmbedder.dimensions
        return settings
    }

    private static func retrieve(_ pages: [DocumentPage], _ embedder: FakeEmbedder) async throws -> RetrievedContext {
        try await retrieve(stream(pages), embedder)
    }

    private static func retrieve(
        _ pages: AsyncThrowingStream<DocumentPage, any Error>, _ embedder: FakeEmbedder
    ) async throws -> RetrievedContext {
        try await RetrievalPipeline(settings: settings, embedder: embedder).retrieve(from: pages, until: deadline)
    }

    private static func stream(_ pages: [DocumentPage]) -> AsyncThrowingStream<DocumentPage, any Error> {
        AsyncThrowingStream { feed in
            for page in pages { feed.yield(page) }
            feed.finish()
        }
    }

    private static func pages(_ count: Int) -> [DocumentPage] {
        (0..<count).map { DocumentPage(number: $0 + 1, text: filler($0)) }
    }

    /// A text that fills a chunk exactly; a different one for each number.
    private static func filler(_ number: Int) -> String {
        var random = SeededGenerator(seed: UInt64(number))
        let words = (0..<30).map { _ in
            "qk" + String((0..<3).map { _ in "bdfgmnprst".randomElement(using: &random) ?? "b" })
        }
        return padded(words.joined(separator: " "))
    }

    /// Made as long as a chunk with a mark that is no word.
    private static func padded(_ text: String) -> String {
        text + " " + String(repeating: "_", count: chunkSize - text.count - 1)
    }
}
