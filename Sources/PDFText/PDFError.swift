/// Why a document could not be read. None of these passes by waiting, `libraryMissing` and
/// `systemFailure` aside.
package enum PDFError: Error, Sendable, Hashable {
    /// A file of no bytes.
    case empty
    /// No PDF header in the first 1,024 bytes, or not a regular file.
    case notPDF
    /// A password is needed to open the document. One that is protected by an owner password only opens without.
    case encrypted
    /// The file begins like a PDF but its structure can't be read, not even partly.
    case damaged
    /// This page can't be loaded; others may be.
    case damagedPage(Int)
    /// The document has no page of this number.
    case noSuchPage(Int)
    case tooManyBytes(limit: Int)
    case tooManyPages(limit: Int)
    case tooManyCharacters(limit: Int)
    /// The library that reads PDFs is not installed, or lacks a function.
    case libraryMissing
    /// The system refused to open or read the file, or to start a thread.
    case systemFailure(errno: Int32)
}

extension PDFError: CustomStringConvertible {
    /// Holds nothing of the document, and no path.
    package var description: String {
        switch self {
        case .empty: "the file is empty"
        case .notPDF: "the file is not a PDF"
        case .encrypted: "the PDF needs a password"
        case .damaged: "the PDF is damaged"
        case .damagedPage(let number): "page \(number) of the PDF is damaged"
        case .noSuchPage(let number): "the PDF has no page \(number)"
        case .tooManyBytes(let limit): "the PDF is larger than \(limit) bytes"
        case .tooManyPages(let limit): "the PDF has more than \(limit) pages"
        case .tooManyCharacters(let limit): "the PDF holds more than \(limit) characters of text"
        case .libraryMissing: "the library that reads PDFs is missing"
        case .systemFailure(let code): "the file could not be read (errno \(code))"
        }
    }
}
