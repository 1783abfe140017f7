import PDFText

/// Reads a document in this process. Libraries written in C++ meet hostile bytes here, so that only the reading process
/// calls it.
enum DocumentFile {
    /// Gives the pages in order, each within the limits, and all of them together too.
    static func read(
        _ path: String, _ limits: DocumentLimits, _ body: (TextPage) -> Void
    ) throws(DocumentError) {
        do throws(PDFError) {
            try PDFPages.readAll(path, limits.pdf) { page in
                body(TextPage(number: page.number, text: page.text, isDamaged: page.isDamaged))
                return true
            }
        } catch {
            throw DocumentError(error)
        }
    }
}
