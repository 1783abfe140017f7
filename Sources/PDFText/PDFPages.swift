import Isolation

/// The pages of a PDF file as a stream, first to last: a path goes in, pages come out, and where they are read is
/// nobody's business but this type's.
///
/// Each iteration opens the file on a thread of its own, which reads ahead of the consumer: what waits is text within
/// `PDFLimits.characters`, which the consumer would hold in the end. The thread stops at the next page once the
/// iterator is gone or its task cancelled.
///
/// A page that can't be loaded comes as a damaged one without text, so that one fault does not lose the rest; where all
/// pages are damaged the stream ends with `PDFError.damaged`. Fails with `PDFError`, or `CancellationError`.
///
/// ```swift
/// for try await page in PDFPages(path: file) {
///     chunker.push(DocumentPage(number: page.number, text: page.text))
/// }
/// ```
package struct PDFPages: AsyncSequence, Sendable {
    package typealias Element = PDFPage

    private let path: String
    private let limits: PDFLimits

    package init(path: String, limits: PDFLimits = PDFLimits()) {
        self.path = path
        self.limits = limits
    }

    package func makeAsyncIterator() -> Iterator {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: PDFPage.self)
        let (path, limits) = (path, limits)
        do throws(StartError) {
            // Its stack is what poppler's recursion over nested objects may use.
            try BlockingThread.start {
                do throws(PDFError) {
                    try Self.read(path, limits, into: continuation)
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        } catch {
            continuation.finish(throwing: PDFError.systemFailure(errno: error.errno))
        }
        return Iterator(pages: stream.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var pages: AsyncThrowingStream<PDFPage, any Error>.Iterator

        package mutating func next() async throws -> PDFPage? {
            if let page = try await pages.next() { return page }
            // The stream ends without an error when its task is cancelled; that must not look like the last page.
            try Task.checkCancellation()
            return nil
        }
    }

    private static func read(
        _ path: String, _ limits: PDFLimits, into pages: AsyncThrowingStream<PDFPage, any Error>.Continuation
    ) throws(PDFError) {
        try readAll(path, limits) { page in
            if case .terminated = pages.yield(page) { return false }
            return true
        }
    }

    /// The same in the calling thread, which this blocks. `body` returns false to end the reading.
    package static func readAll(
        _ path: String, _ limits: PDFLimits, _ body: (PDFPage) -> Bool
    ) throws(PDFError) {
        let document = try PDFDocument(path: path, limits: limits)
        var characters = 0
        var damagedPages = 0
        for number in 1...document.pageCount {
            let page: PDFPage
            do throws(PDFError) {
                page = try document.page(number)
            } catch .damagedPage(let number) {
                page = PDFPage(number: number, text: "", isDamaged: true)
                damagedPages += 1
            }
            characters += page.text.unicodeScalars.count
            guard characters <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
            guard body(page) else { return }
        }
        guard damagedPages < document.pageCount else { throw .damaged }
    }
}
