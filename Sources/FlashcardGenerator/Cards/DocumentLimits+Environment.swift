import BandUpCore
import Base
import DocumentText

extension DocumentLimits {
    /// From `DOCUMENT_MAX_MB`, `PDF_MAX_PAGES`, `DOCUMENT_MAX_CHARACTERS`, `DOCUMENT_READ_SECONDS` and
    /// `DOCUMENT_READ_MEMORY_MB`. Fewer megabytes than 256 don't hold the libraries; more characters than 50 million
    /// don't fit the function.
    init(environment: Environment) throws(ConfigurationError) {
        let standard = DocumentLimits()
        self.init(
            bytes: try environment.integer("DOCUMENT_MAX_MB", default: standard.bytes >> 20, in: 1...500) << 20,
            pages: try environment.integer("PDF_MAX_PAGES", default: standard.pages, in: 1...100_000),
            characters: try environment.integer(
                "DOCUMENT_MAX_CHARACTERS", default: standard.characters, in: 1_000...50_000_000),
            seconds: try environment.integer("DOCUMENT_READ_SECONDS", default: standard.seconds, in: 1...900),
            memoryBytes: try environment.integer(
                "DOCUMENT_READ_MEMORY_MB", default: standard.memoryBytes >> 20, in: 256...8_192) << 20)
    }
}
