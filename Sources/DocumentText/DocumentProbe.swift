/// A look at a file's content without reading the document.
package enum DocumentProbe {
    /// Whether the file is a PDF, which a model can be shown whole; a text without words can't.
    package static func isPDF(path: String, limits: DocumentLimits) -> Bool {
        guard let file = try? MappedFile(path, maximum: limits.bytes) else { return false }
        return (try? DocumentFormat.detect(file.bytes)) == .pdf
    }
}
