/// A passage of a document: the unit that is embedded, retrieved and shown to the model.
public struct Chunk: Sendable, Hashable {
    /// From 0, in the document's order.
    package let index: Int
    /// Begins and ends with other than white space. Its beginning repeats the end of the chunk before.
    package let text: String
    /// The number of the page on which the text begins.
    package let firstPage: Int
    package let lastPage: Int

    package init(index: Int, text: String, firstPage: Int, lastPage: Int) {
        self.index = index
        self.text = text
        self.firstPage = firstPage
        self.lastPage = lastPage
    }
}
