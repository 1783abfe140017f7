import Glibc
import PDFText

/// Reads a document in this process, of whatever format its content shows: names and content types lie. Libraries written
/// in C and C++ meet hostile bytes here, so that only the reading process calls it.
enum DocumentFile {
    /// Gives the pages in order, each within the limits, and all of them together too.
    static func read(
        _ path: String, _ limits: DocumentLimits, _ body: @escaping (TextPage) -> Void
    ) throws(DocumentError) {
        switch try DocumentFormat.detect(path, limits) {
        case .pdf:
            do throws(PDFError) {
                try PDFPages.readAll(path, limits.pdf) { page in
                    body(
                        TextPage(
                            number: page.number, text: page.text, isDamaged: page.isDamaged, margins: page.margins))
                    return true
                }
            } catch {
                throw DocumentError(error)
            }
        case .zip:
            var pages = PageCutter(limits: limits, body)
            try WordDocument.read(path, limits) { (text) throws(DocumentError) in try pages.append(text) }
            try pages.finish()
        case .text(let text):
            var pages = PageCutter(limits: limits, body)
            try pages.append(Markdown.isMarkdown(text) ? Markdown.plainText(text) : text)
            try pages.finish()
        }
    }
}
