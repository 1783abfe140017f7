/// A page of a document of any kind, as text in reading order.
public struct DocumentPage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    public let text: String
    /// Which of the first and last lines stand apart from the rest, and where; nil where no places are known.
    package let margins: PageMarginLines?

    public init(number: Int, text: String) {
        self.init(number: number, text: text, margins: nil)
    }

    package init(number: Int, text: String, margins: PageMarginLines?) {
        self.number = number
        self.text = text
        self.margins = margins
    }
}
