import Base

/// Reads pages, divides them, counts their words, and hands chunks to the embedding workers as soon as it is certain
/// that the document is not a short one.
package struct DocumentReader {
    let settings: RetrievalSettings
    let queue: EmbeddingQueue
    let deadline: Deadline
    let clock: any WallClock

    /// A document as it is known once all pages were read.
    package struct Document: Sendable {
        package var chunks: [Chunk] = []
        /// The row of each chunk's vector; empty for a short document.
        var rows: [Int] = []
        var keywords: KeywordSet
        package var pageCount = 0
        package var pagesWithText = 0
        /// Unicode scalars of all pages.
        package var characters = 0

        init(keywords: KeywordSet) {
            self.keywords = keywords
        }

        /// Of the pages so far.
        var isMostlyText: Bool { pagesWithText * 2 >= pageCount }
    }

    func read<Pages: AsyncSequence>(_ pages: Pages) async throws -> Document where Pages.Element == DocumentPage {
        var chunker = Chunker(sizing: settings.sizing)
        var extractor = KeywordExtractor()
        var document = Document(keywords: extractor.keywordSet(0))
        var runningLines = RunningLines()
        func use(_ page: DocumentPage) {
            document.pageCount += 1
            if Self.hasText(page) { document.pagesWithText += 1 }
            extractor.add(page.text)
            take(chunker.push(page), into: &document)
        }
        for try await page in pages {
            guard !deadline.hasPassed(on: clock) else { throw RetrievalError.deadlineExceeded }
            document.characters += page.text.unicodeScalars.count
            runningLines.push(page).forEach(use)
        }
        // A stream may end early, and silently, when its task is cancelled.
        try Task.checkCancellation()
        runningLines.finish().forEach(use)
        take(chunker.finish(), into: &document)
        guard !document.chunks.isEmpty else { throw RetrievalError.noText }
        guard document.isMostlyText else { throw RetrievalError.mostlyScanned }
        document.keywords = extractor.keywordSet(settings.keywords)
        return document
    }

    /// False for a page that is a picture, with a number or a stamp on it at most.
    private static func hasText(_ page: DocumentPage) -> Bool {
        page.text.unicodeScalars.lazy.filter { !$0.properties.isWhitespace }.prefix(fewestCharacters).count
            == fewestCharacters
    }

    private static let fewestCharacters = 12

    /// Nothing is embedded as long as most pages so far are pictures: such a document goes to the model whole, and
    /// embeddings of the rest would be paid for in vain.
    private func take(_ chunks: [Chunk], into document: inout Document) {
        document.chunks += chunks
        guard document.chunks.count > settings.shortDocumentChunks, document.isMostlyText else { return }
        while document.rows.count < document.chunks.count {
            document.rows.append(queue.add(document.chunks[document.rows.count].text))
        }
    }
}
