import Isolation
package import PDFText

/// Why a document could not be read. None of these passes by waiting, `libraryMissing` and
/// `systemFailure` aside.
package enum DocumentError: Error, Sendable, Hashable {
    /// A file of no bytes.
    case empty
    /// Of none of the formats that are read.
    case unknownFormat
    /// Text, but not to be told for certain in which encoding.
    case unknownEncoding
    /// Text that is not there to be learnt from.
    case foreign(ForeignText)
    /// Well formed, and without a word.
    case noText
    /// A password is needed to open it.
    case encrypted
    /// Of a known format, but its structure can't be read.
    case damaged
    case tooManyBytes(limit: Int)
    case tooManyPages(limit: Int)
    case tooManyCharacters(limit: Int)
    /// Reading took longer than is allowed.
    case tooSlow(seconds: Int)
    /// Reading it brought the reading process to an end, or to use more memory than is allowed.
    case readerFailed
    /// A library that reads such documents is not installed, or lacks a function.
    case libraryMissing(DocumentLibrary)
    /// The system refused to open or read the file, or to start the reading process.
    case systemFailure(errno: Int32)

    package init(_ error: PDFError) {
        self =
            switch error {
            case .empty: .empty
            case .notPDF: .unknownFormat
            case .encrypted: .encrypted
            case .damaged, .damagedPage, .noSuchPage: .damaged
            case .tooManyBytes(let limit): .tooManyBytes(limit: limit)
            case .tooManyPages(let limit): .tooManyPages(limit: limit)
            case .tooManyCharacters(let limit): .tooManyCharacters(limit: limit)
            case .libraryMissing: .libraryMissing(.poppler)
            case .systemFailure(let code): .systemFailure(errno: code)
            }
    }

    init(_ error: StartError) {
        self = .systemFailure(errno: error.errno)
    }
}

extension DocumentError: CustomStringConvertible {
    /// Holds nothing of the document, and no path.
    package var description: String {
        switch self {
        case .empty: "the file is empty"
        case .unknownFormat: "the file is not a document of a known format"
        case .unknownEncoding: "the text's encoding is not certain; save it as UTF-8"
        case .foreign(let kind): kind.description
        case .noText: "the document has no text"
        case .encrypted: "the document needs a password"
        case .damaged: "the document is damaged"
        case .tooManyBytes(let limit): "the document is larger than \(limit) bytes"
        case .tooManyPages(let limit): "the document has more than \(limit) pages"
        case .tooManyCharacters(let limit): "the document holds more than \(limit) characters of text"
        case .tooSlow(let seconds): "reading it takes longer than \(seconds) seconds"
        case .readerFailed: "its content can't be processed safely"
        case .libraryMissing(let library): "\(library) is missing or too old"
        case .systemFailure(let code): "the file could not be read (errno \(code))"
        }
    }
}
