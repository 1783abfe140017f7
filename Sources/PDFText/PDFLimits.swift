/// What a document may have at most. Beyond any of them it is refused as a whole: part of a document would make
/// results that look complete and are not.
package struct PDFLimits: Sendable, Hashable {
    /// Size of the file.
    package var bytes: Int
    package var pages: Int
    /// Unicode scalars of cleaned text, all pages together.
    package var characters: Int

    /// The defaults: the 50 MB an upload may have, and as much text as fits a Lambda function of 1 GB with room to
    /// spare (some 3,700 chunks of 3,000 characters).
    package init(bytes: Int = 50 * 1024 * 1024, pages: Int = 5_000, characters: Int = 10_000_000) {
        self.bytes = bytes
        self.pages = pages
        self.characters = characters
    }
}
