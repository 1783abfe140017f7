import Glibc
import PDFText

/// The pages of a document as a stream, first to last, read in a process of their own.
///
/// A document may crash the library that reads it, or make it run or grow without end. That must cost the job no more
/// than this document: the same executable is started once more, confined in memory, time and rights, without this
/// process's environment, and hands page after page through a pipe. Whatever becomes of it, the stream ends with a
/// page or a `DocumentError`. It is ended when the iterator is gone or its task cancelled.
///
/// Where all pages are damaged the stream ends with `.damaged`. Fails with `DocumentError`, or `CancellationError`.
package struct IsolatedPages: AsyncSequence, Sendable {
    package typealias Element = TextPage

    private let path: String
    private let limits: DocumentLimits
    private let executable: String

    /// - Parameter executable: one whose `main` begins with `DocumentReaderProcess.runIfAsked()`.
    package init(path: String, limits: DocumentLimits = DocumentLimits(), executable: String = "/proc/self/exe") {
        self.path = path
        self.limits = limits
        self.executable = executable
    }

    package func makeAsyncIterator() -> Iterator {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: TextPage.self)
        let child = ChildProcess()
        continuation.onTermination = { _ in child.kill() }
        do throws(PDFError) {
            try ReadingThread.start { [self] in
                do throws(DocumentError) {
                    try read(from: child, into: continuation)
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        } catch {
            continuation.finish(throwing: DocumentError(error))
        }
        return Iterator(pages: stream.makeAsyncIterator())
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var pages: AsyncThrowingStream<TextPage, any Error>.Iterator

        package mutating func next() async throws -> TextPage? {
            if let page = try await pages.next() { return page }
            // The stream ends without an error when its task is cancelled; that must not look like the last page.
            try Task.checkCancellation()
            return nil
        }
    }

    /// poppler allocates and frees a page's letters one by one; glibc keeps only seven of a size at hand by default, and
    /// merges and splits the rest. A seventh of the reading's processor time (299 to 260 ms for 500 pages).
    private static let allocation = "GLIBC_TUNABLES=glibc.malloc.tcache_count=60000"

    /// Of the environment nothing: a process that reads hostile bytes holds no credentials.
    private func read(
        from child: ChildProcess, into pages: AsyncThrowingStream<TextPage, any Error>.Continuation
    ) throws(DocumentError) {
        guard
            let descriptor = try child.start(
                executable, arguments: DocumentReaderProcess.arguments(path: path, limits: limits),
                environment: ["LC_ALL=C.UTF-8", Self.allocation])
        else { return }
        let verdict = take(from: ReaderOutput(descriptor: descriptor, limits: limits), into: pages)
        child.kill()
        let signal = child.wait()
        switch verdict {
        case .finished: return
        case .failed(let error): throw error
        case .vanished where signal == SIGXCPU || signal == SIGALRM: throw .tooSlow(seconds: limits.seconds)
        case .vanished: throw .readerFailed
        }
    }

    private enum Verdict {
        case finished
        case failed(DocumentError)
        /// Ended without a word.
        case vanished
    }

    private func take(
        from output: consuming ReaderOutput, into pages: AsyncThrowingStream<TextPage, any Error>.Continuation
    ) -> Verdict {
        var isReady = false
        var characters = 0
        var pageCount = 0
        while true {
            switch output.next() {
            case .message(.ready) where !isReady: isReady = true
            case .message(.page(let page)) where isReady:
                pageCount += 1
                characters += page.text.unicodeScalars.count
                guard page.number == pageCount, pageCount <= limits.pages, characters <= limits.characters else {
                    return .failed(.readerFailed)
                }
                pages.yield(page)
            case .message(.finished) where isReady: return .finished
            case .message(.failed(let error)): return .failed(error)
            case .timeOver: return .failed(.tooSlow(seconds: limits.seconds))
            // Its start failed: the set-up's fault, not the document's.
            case .endOfFile where !isReady: return .failed(.systemFailure(errno: ENOEXEC))
            case .endOfFile: return .vanished
            case .message, .nonsense: return .failed(.readerFailed)
            }
        }
    }
}
