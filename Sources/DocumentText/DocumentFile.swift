import PDFText

/// Reads a document in this process, of whatever format its content shows. Libraries written in C and C++ meet hostile
/// bytes here, so that only the reading process calls it.
enum DocumentFile {
    /// Gives the pages in order, each within the limits, and all of them together too.
    static func read(
        _ path: String, _ limits: DocumentLimits, _ body: (TextPage) -> Void
    ) throws(DocumentError) {
        let file = try MappedFile(path, maximum: limits.bytes)
        try read(file.bytes, of: path, limits, body)
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, of path: String, _ limits: DocumentLimits, _ body: (TextPage) -> Void
    ) throws(DocumentError) {
        switch try DocumentFormat.detect(bytes) {
        // poppler takes no notice of what stands around a PDF in a form.
        case .pdf: try readPDF(path, limits, body)
        case .zip:
            var pages = PageCutter(limits: limits)
            try WordDocument.read(bytes) { (text) throws(DocumentError) in try pages.append(text, body) }
            try pages.finish(body)
        case .compoundFile: throw CompoundFile.reasonToRefuse(bytes)
        case .form(let range):
            let file = bytes.slice(range)
            // Forms in forms are nobody's mistake.
            if case .form = try DocumentFormat.detect(file) { throw .unknownFormat }
            try read(file, of: path, limits, body)
        case .other:
            // Four bytes a character at most.
            guard bytes.count / 4 <= limits.characters else { throw .tooManyCharacters(limit: limits.characters) }
            let text = try EncodedText.decoded(bytes)
            if let kind = MarkupSource.kind(ofBeginning: text) { throw .foreign(kind) }
            var pages = PageCutter(limits: limits)
            try pages.append(Markdown.isMarkdown(text) ? try Markdown.plainText(text) : text, body)
            try pages.finish(body)
        }
    }

    private static func readPDF(
        _ path: String, _ limits: DocumentLimits, _ body: (TextPage) -> Void
    ) throws(DocumentError) {
        var study = StudyText()
        var refusal: DocumentError?
        do throws(PDFError) {
            try PDFPages.readAll(path, limits.pdf) { page in
                do throws(DocumentError) {
                    let text = try study.filtered(page.text)
                    // Places of lines are those of the page as it was.
                    let margins = text == page.text ? page.margins : nil
                    body(TextPage(number: page.number, text: text, isDamaged: page.isDamaged, margins: margins))
                } catch {
                    refusal = error
                }
                return refusal == nil
            }
        } catch {
            throw DocumentError(error)
        }
        if let refusal { throw refusal }
        try study.finish()
    }
}
