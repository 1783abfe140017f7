import BandUpCore
import DocumentText

/// A document's pages as the retrieval pipeline takes them.
struct DocumentPages: AsyncSequence, Sendable {
    typealias Element = DocumentPage

    let pages: IsolatedPages

    struct Iterator: AsyncIteratorProtocol {
        var pages: IsolatedPages.Iterator

        mutating func next() async throws -> DocumentPage? {
            try await pages.next().map { DocumentPage(number: $0.number, text: $0.text) }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }
}

extension JobError {
    /// What a document that gives no passages means for the job.
    init(reading error: any Error) {
        switch error {
        case let error as DocumentError:
            self = Self.unreadable(error)
        case RetrievalError.noText:
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
        case .systemFailure:
            return .transient(JobFailure(.unavailable, "The document can't be read at the moment.", cause: cause))
        case .unknownFormat:
            return .permanent(JobFailure(.unsupportedMedia, "The file is not a PDF.", field: "pdf_url", cause: cause))
        case .tooManyBytes, .tooManyPages, .tooManyCharacters:
            return .permanent(JobFailure(.tooLarge, "Too large a document: \(error).", field: "pdf_url", cause: cause))
        case .empty, .encrypted, .damaged, .tooSlow, .readerFailed:
            return .permanent(JobFailure(.unprocessable, "The document can't be read: \(error).", cause: cause))
        }
    }
}

/// A document's error for the log; its description holds nothing of the document.
private struct UnreadableDocument: LogSafeError {
    let error: DocumentError
    var logDescription: String { "DocumentError: \(error)" }
}
