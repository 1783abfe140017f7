/// A passage of a document: the unit that is embedded, retrieved and shown to the model.
public struct Chunk: Sendable, Hashable {
    /// From 0, in the document's order.
    package let index: Int
    /// Begins and ends with other than white space. Its beginning repeats the end of the chunk before.
    package let text: String
    /// The number of the page on which the text begins.
    package let firstPage: Int
    package let lastPage: Int
    /// Where the text begins, in Unicode scalars of the document's text: pages without the white space around them,
    /// with a line break between two, or two line breaks where the first page ends a sentence.
    package let start: Int

    /// Behind the text's last scalar, counted like `start`. A chunk that follows begins before it by what it repeats.
    package var end: Int { start + text.unicodeScalars.count }

    package init(index: Int, text: String, firstPage: Int, lastPage: Int, start: Int = 0) {
        self.index = index
        self.text = text
        self.firstPage = firstPage
        self.lastPage = lastPage
        self.start = start
    }
}
