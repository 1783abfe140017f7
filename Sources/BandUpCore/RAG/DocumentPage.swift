/// A page of a document of any kind, as text in reading order.
package struct DocumentPage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let text: String
    /// Which of the first and last lines stand apart from the rest, and where; nil where no places are known.
    package let margins: PageMarginLines?

    package init(number: Int, text: String, margins: PageMarginLines? = nil) {
        self.number = number
        self.text = text
        self.margins = margins
    }
}
