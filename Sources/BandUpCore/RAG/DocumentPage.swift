/// A page of a document of any kind, as text in reading order.
package struct DocumentPage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let text: String

    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
