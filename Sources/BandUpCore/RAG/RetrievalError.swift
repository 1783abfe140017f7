import Base

/// Why a document gives nothing to work with. What reading pages or embedding throws comes through unchanged.
package enum RetrievalError: Error, Sendable, Hashable, LogSafeError {
    /// No page has any text: scanned, or empty.
    case noText
    /// More than half of the pages have no text, though some do.
    case mostlyScanned
    /// The deadline passed while pages were being read.
    case deadlineExceeded

    package var logDescription: String {
        switch self {
        case .noText: "RetrievalError.noText"
        case .mostlyScanned: "RetrievalError.mostlyScanned"
        case .deadlineExceeded: "RetrievalError.deadlineExceeded"
        }
    }
}
