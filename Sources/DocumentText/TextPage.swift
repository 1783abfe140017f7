package import PDFText

/// The text of one page; a document of a format without pages has one, or several cut for convenience.
package struct TextPage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    /// In reading order, cleaned; empty for a page without a text layer.
    package let text: String
    /// True where the page can't be loaded and `text` is empty for that reason.
    package let isDamaged: Bool
    /// Which of the first and last lines stand apart from the rest, and where; nil where no places are known.
    package let margins: PageMargins?

    package init(number: Int, text: String, isDamaged: Bool = false, margins: PageMargins? = nil) {
        self.number = number
        self.text = text
        self.isDamaged = isDamaged
        self.margins = margins
    }
}
