import PDFText

/// What a document may have, and what reading it may take, at most. Beyond any of them it is refused as a whole: part of
/// a document would make results that look complete and are not.
package struct DocumentLimits: Sendable, Hashable {
    /// Size of the file.
    package var bytes: Int
    package var pages: Int
    /// Unicode scalars of cleaned text, all pages together.
    package var characters: Int
    /// Of processor time, and of time, for the whole document. 2,000 pages of prose take two.
    package var seconds: Int
    /// Address space of the reading process; its libraries alone take some 150 MB of it, most of which is never touched.
    package var memoryBytes: Int

    package init(
        bytes: Int = 50 << 20, pages: Int = 5_000, characters: Int = 10_000_000, seconds: Int = 120,
        memoryBytes: Int = 640 << 20
    ) {
        self.bytes = bytes
        self.pages = pages
        self.characters = characters
        self.seconds = seconds
        self.memoryBytes = memoryBytes
    }

    var pdf: PDFLimits { PDFLimits(bytes: bytes, pages: pages, characters: characters) }
}
