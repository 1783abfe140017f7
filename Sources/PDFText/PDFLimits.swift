/// What a document may have at most. Beyond any of them it is refused as a whole: part of a document would make
/// results that look complete and are not.
public struct PDFLimits: Sendable, Hashable {
    /// Size of the file.
    public var bytes: Int
    public var pages: Int
    /// Unicode scalars of cleaned text, all pages together.
    public var characters: Int

    /// The defaults: the 50 MB an upload may have, and as much text as fits a Lambda function of 1 GB with room to
    /// spare (some 3,700 chunks of 3,000 characters).
    public init(bytes: Int = 50 * 1024 * 1024, pages: Int = 5_000, characters: Int = 10_000_000) {
        self.bytes = bytes
        self.pages = pages
        self.characters = characters
    }
}
