/// Puts together what is read of Markdown.
struct MarkdownText {
    /// Of the item that begins: a mark, but one that is read.
    var number: String?
    private var text = ""
    private var block = ""
    private var lastLine = 0
    private var isHeading = false
    private var wasHeading = false
    private var lines = 1...1

    var finished: String { text }

    mutating func beginBlock(_ lines: ClosedRange<Int>, isHeading: Bool = false) {
        self.lines = lines
        self.isHeading = isHeading
        if let number {
            block = number + " "
            self.number = nil
        }
    }

    mutating func append(_ part: String) { block += part }

    mutating func append(code: String) { block += KeptMarks.keep(code) }

    mutating func append(html: String) { block += HTMLText.withoutTags(html) }

    mutating func endBlock() {
        if !text.isEmpty {
            // A heading is a paragraph of its own.
            let isApart = lines.lowerBound > lastLine + 1 || isHeading || wasHeading
            text += isApart ? "\n\n" : "\n"
        }
        text += MarkdownExtras.withoutMarks(block)
        block = ""
        lastLine = lines.upperBound
        wasHeading = isHeading
    }
}
