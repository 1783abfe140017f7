import Glibc
import Isolation

/// Takes pages from a reading process, of which it believes no length, order or content, and says in the end what became
/// of the document.
struct PageIntake {
    private enum State {
        case starting
        case reading
        case finished
        case failed(DocumentError)
    }

    private let limits: DocumentLimits
    private var output: ReaderOutput
    private var state = State.starting
    private var characters = 0
    private var pageCount = 0

    init(limits: DocumentLimits) {
        self.limits = limits
        output = ReaderOutput(limits: limits)
    }

    /// - Returns: enough once the document is settled.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ body: (TextPage) -> Void) -> ChildProcess.Appetite {
        output.append(bytes)
        while true {
            switch (output.next(), state) {
            case (.nothing, _): return .more
            case (.message(.ready), .starting): state = .reading
            case (.message(.page(let page)), .reading):
                guard accept(page) else { return settle(.failed(.readerFailed)) }
                body(page)
            case (.message(.finished), .reading): return settle(.finished)
            case (.message(.failed(let error)), _): return settle(.failed(error))
            case (.message, _), (.nonsense, _): return settle(.failed(.readerFailed))
            }
        }
    }

    /// To be called after the end of the process.
    /// - Throws: what is wrong with the document, unless it was read to its end.
    func verdict(_ outcome: ChildOutcome) throws(DocumentError) {
        switch (state, outcome) {
        case (.finished, _): return
        case (.failed(let error), _): throw error
        case (_, .timeLimit), (_, .processorLimit): throw .tooSlow(seconds: limits.seconds)
        // Its start failed: the set-up's fault, not the document's.
        case (.starting, _): throw .systemFailure(errno: ENOEXEC)
        case (.reading, _): throw .readerFailed
        }
    }

    private mutating func accept(_ page: TextPage) -> Bool {
        pageCount += 1
        characters += page.text.unicodeScalars.count
        return page.number == pageCount && pageCount <= limits.pages && characters <= limits.characters
    }

    private mutating func settle(_ end: State) -> ChildProcess.Appetite {
        state = end
        return .enough
    }
}
