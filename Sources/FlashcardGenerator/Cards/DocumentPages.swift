import BandUpCore
import BandUpJobs
import Base
import DocumentText
import PDFText
import Synchronization

/// A document's pages as the retrieval pipeline takes them.
struct DocumentPages: AsyncSequence, Sendable {
    typealias Element = DocumentPage

    let pages: IsolatedPages
    /// Counts what was read, which is known even where nothing could be made of it.
    var tally = PageTally()

    struct Iterator: AsyncIteratorProtocol {
        var pages: IsolatedPages.Iterator
        let tally: PageTally

        mutating func next() async throws -> DocumentPage? {
            guard let page = try await pages.next() else { return nil }
            tally.add()
            return DocumentPage(page)
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator(), tally: tally) }
}

extension DocumentPage {
    init(_ page: TextPage) {
        let margins = page.margins.map { margins in
            PageMarginLines(
                top: margins.top.map { PageMarginLines.Line(place: $0.place, isSpread: $0.isSpread) },
                bottom: margins.bottom.map { PageMarginLines.Line(place: $0.place, isSpread: $0.isSpread) })
        }
        self.init(number: page.number, text: page.text, margins: margins)
    }
}

/// A count that the reader raises and the worker reads afterwards.
final class PageTally: Sendable {
    private let pages = Mutex(0)

    var count: Int { pages.withLock { $0 } }
    func add() { pages.withLock { $0 += 1 } }
}

extension JobError {
    /// What a document that gives no passages means for the job.
    init(reading error: any Error) {
        switch error {
        case let error as DocumentError:
            self = Self.unreadable(error)
        case RetrievalError.noText, RetrievalError.mostlyScanned:
            self = .permanent(JobFailure(.unprocessable, "The document has no text to make cards from.", cause: error))
        case RetrievalError.deadlineExceeded:
            self = .transient(JobFailure(.deadlineExceeded, "Reading the document took too long.", cause: error))
        case let error as AWSError where error.isThrottling:
            self = .transient(JobFailure(.throttled, "The embedding model is busy. Try again later.", cause: error))
        case AWSError.deadlineExceeded:
            self = .transient(JobFailure(.deadlineExceeded, "Reading the document took too long.", cause: error))
        case is AWSError, is EmbeddingError:
            self = .transient(
                JobFailure(.modelError, "The embedding model is not available at the moment.", cause: error))
        default:
            self = .transient(JobFailure(.unavailable, "The document can't be read at the moment.", cause: error))
        }
    }

    private static func unreadable(_ error: DocumentError) -> JobError {
        let cause = UnreadableDocument(error: error)
        switch error {
        case .systemFailure, .libraryMissing:
            return .transient(JobFailure(.unavailable, "The document can't be read at the moment.", cause: cause))
        case .unknownFormat:
            return .permanent(
                JobFailure(.unsupportedMedia, "The file is no PDF, DOCX or text.", field: "pdf_url", cause: cause))
        case .foreign, .unknownEncoding:
            return .permanent(
                JobFailure(.unsupportedMedia, "The file can't be used: \(error).", field: "pdf_url", cause: cause))
        case .noText:
            return .permanent(JobFailure(.unprocessable, "The document has no text to make cards from.", cause: cause))
        case .tooManyBytes, .tooManyPages, .tooManyCharacters:
            return .permanent(JobFailure(.tooLarge, "Too large a document: \(error).", field: "pdf_url", cause: cause))
        case .empty, .encrypted:
            return .permanent(JobFailure(.unprocessable, "The document can't be read: \(error).", cause: cause))
        case .damaged, .tooSlow, .readerFailed:
            return .permanent(JobFailure(.unreadableDocument, "The document can't be read: \(error).", cause: cause))
        }
    }
}

/// A document's error for the log; its description holds nothing of the document.
private struct UnreadableDocument: LogSafeError {
    let error: DocumentError
    var logDescription: String { "DocumentError: \(error)" }
}
