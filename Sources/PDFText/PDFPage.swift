/// The text of one page.
package struct PDFPage: Sendable, Hashable {
    /// From 1, in the document's order; printed page numbers are another matter.
    package let number: Int
    /// In reading order, cleaned; empty for a page without a text layer.
    package let text: String
    /// True where the page can't be loaded and `text` is empty for that reason.
    package let isDamaged: Bool
    /// Which of the first and last lines stand apart from the rest, and where.
    package let margins: PageMargins

    package init(number: Int, text: String, isDamaged: Bool = false, margins: PageMargins = PageMargins()) {
        self.number = number
        self.text = text
        self.isDamaged = isDamaged
        self.margins = margins
    }
}
