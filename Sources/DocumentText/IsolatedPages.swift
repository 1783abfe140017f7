import Isolation

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
        let child = ChildProcess(program, limits: childLimits)
        continuation.onTermination = { _ in child.cancel() }
        do throws(StartError) {
            try BlockingThread.start { [limits] in
                do throws(DocumentError) {
                    try Self.read(from: child, limits, into: continuation)
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

    /// Of the environment nothing: a process that reads hostile bytes holds no credentials.
    ///
    /// poppler allocates and frees a page's letters one by one; glibc keeps only seven of a size at hand by default, and
    /// merges and splits the rest. A seventh of the reading's processor time (299 to 260 ms for 500 pages).
    private var program: ChildProgram {
        ChildProgram(
            executable: executable, arguments: DocumentReaderProcess.arguments(path: path, limits: limits),
            environment: ["LC_ALL": "C.UTF-8", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=60000"])
    }

    private var childLimits: ChildLimits {
        ChildLimits(
            time: .seconds(limits.seconds), processorSeconds: limits.seconds, memoryBytes: limits.memoryBytes,
            outputBytes: ReaderMessage.mostBytes(limits))
    }

    private static func read(
        from child: ChildProcess, _ limits: DocumentLimits,
        into pages: AsyncThrowingStream<TextPage, any Error>.Continuation
    ) throws(DocumentError) {
        var intake = PageIntake(limits: limits)
        let report: ChildReport
        do throws(StartError) {
            report = try child.run { bytes in intake.take(bytes) { pages.yield($0) } }
        } catch {
            throw DocumentError(error)
        }
        try intake.verdict(report.outcome)
    }
}
