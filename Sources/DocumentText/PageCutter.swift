import PDFText

/// Cuts the text of a format without pages into parts as long as a page, so that a card can tell where its answer stands
/// and nothing waits for the end: at form feeds, and else at the end of a paragraph.
struct PageCutter {
    /// Unicode scalars; about a page of print.
    private static let pageLength = 3_000

    private let limits: DocumentLimits
    private let body: (TextPage) -> Void
    private var pending = ""
    private var pendingLength = 0
    private var characters = 0
    private var pageCount = 0

    init(limits: DocumentLimits, _ body: @escaping (TextPage) -> Void) {
        self.limits = limits
        self.body = body
    }

    mutating func append(_ text: String) throws(DocumentError) {
        for (index, page) in text.split(separator: "\u{0C}", omittingEmptySubsequences: false).enumerated() {
            if index > 0, pendingLength > 0 { try cut() }
            try append(lines: page)
        }
    }

    private mutating func append(lines text: Substring) throws(DocumentError) {
        // "\r\n" is one character of Swift's.
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let isParagraphEnd = line.allSatisfy(\.isWhitespace)
            pending += line
            pending += "\n"
            pendingLength += line.unicodeScalars.count + 1
            guard pendingLength <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
            // Text without blank lines has no paragraphs to wait for.
            if pendingLength >= (isParagraphEnd ? Self.pageLength : 2 * Self.pageLength) { try cut() }
        }
    }

    mutating func finish() throws(DocumentError) {
        if pendingLength > 0 { try cut() }
        guard pageCount > 0 else { throw .empty }
    }

    private mutating func cut() throws(DocumentError) {
        let text = pending.withUTF8 { PageText.cleaned($0) }
        pending = ""
        pendingLength = 0
        characters += text.unicodeScalars.count
        guard characters <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
        guard !text.isEmpty else { return }
        pageCount += 1
        guard pageCount <= limits.pages else { throw .tooManyPages(limit: limits.pages) }
        body(TextPage(number: pageCount, text: text))
    }
}
