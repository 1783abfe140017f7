/// A page of a document of any kind, as text in reading order.
public struct DocumentPage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    public let text: String

    public init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
