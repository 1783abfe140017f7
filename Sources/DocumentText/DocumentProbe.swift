/// A look at a file's content without reading the document.
package enum DocumentProbe {
    /// Whether the file is a PDF, which a model can be shown whole; a text without words can't.
    package static func isPDF(path: String, limits: DocumentLimits) -> Bool {
        guard case .pdf? = try? DocumentFormat.detect(path, limits) else { return false }
        return true
    }
}
