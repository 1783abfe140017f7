import PDFText

/// Cuts the text of a format without pages into parts as long as a page, so that a card can tell where its answer stands
/// and nothing waits for the end: at form feeds, and else at the end of a paragraph.
struct PageCutter {
    /// Unicode scalars; about a page of print.
    private static let pageLength = 3_000

    private let limits: DocumentLimits
    private var pending = ""
    private var pendingLength = 0
    private var characters = 0
    private var pageCount = 0
    private var study = StudyText()

    init(limits: DocumentLimits) {
        self.limits = limits
    }

    mutating func append(_ text: String, _ body: (TextPage) -> Void) throws(DocumentError) {
        for (index, page) in text.split(separator: "\u{0C}", omittingEmptySubsequences: false).enumerated() {
            if index > 0, pendingLength > 0 { try cut(body) }
            try append(lines: page, body)
        }
    }

    private mutating func append(lines text: Substring, _ body: (TextPage) -> Void) throws(DocumentError) {
        // "\r\n" is one character of Swift's.
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let isParagraphEnd = line.allSatisfy(\.isWhitespace)
            pending += line
            pending += "\n"
            pendingLength += line.unicodeScalars.count + 1
            guard pendingLength <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
            // Text without blank lines has no paragraphs to wait for.
            if pendingLength >= (isParagraphEnd ? Self.pageLength : 2 * Self.pageLength) { try cut(body) }
        }
    }

    /// - Throws: `.noText` where there was none, or what `StudyText` finds.
    mutating func finish(_ body: (TextPage) -> Void) throws(DocumentError) {
        if pendingLength > 0 { try cut(body) }
        try study.finish()
        guard pageCount > 0 else { throw .noText }
    }

    private mutating func cut(_ body: (TextPage) -> Void) throws(DocumentError) {
        let text = try study.filtered(pending.withUTF8 { PageText.cleaned($0) })
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
