import CPoppler
import Glibc

/// An open PDF. Its calls block, for milliseconds a page or longer, so it belongs on a thread of its own: `PDFPages`
/// reads a document that way. Not `Sendable`: one thread at a time.
package final class PDFDocument {
    package let pageCount: Int
    private let limits: PDFLimits
    private let poppler: poppler_functions
    private let document: OpaquePointer

    /// Opens a file with no password, which is enough where only an owner password is set.
    package init(path: String, limits: PDFLimits = PDFLimits()) throws(PDFError) {
        let poppler = try Poppler.loaded()
        let descriptor = try Self.openChecked(path, maximum: limits.bytes)
        var opened: OpaquePointer?
        var pages: Int32 = 0
        try Poppler.exclusively { () throws(PDFError) in
            var error: OpaquePointer?
            // poppler owns the descriptor from here on and closes it, also when this fails.
            opened = poppler.poppler_document_new_from_fd(descriptor, nil, &error)
            guard let opened else { throw Self.reason(consuming: error, poppler) }
            pages = poppler.poppler_document_get_n_pages(opened)
        }
        guard let opened else { throw .damaged }
        self.poppler = poppler
        document = opened
        pageCount = Int(pages)
        self.limits = limits
        // All properties are set, so deinit releases the document when these throw.
        guard pages > 0 else { throw .damaged }
        guard pageCount <= limits.pages else { throw .tooManyPages(limit: limits.pages) }
    }

    deinit {
        Poppler.exclusively { poppler.g_object_unref(UnsafeMutableRawPointer(document)) }
    }

    /// The cleaned text of a page, from 1, in reading order: columns one after the other. Empty for a page that holds
    /// pictures only, or a text layer that is no text.
    package func text(ofPage number: Int) throws(PDFError) -> String {
        try page(number).text
    }

    /// A page's text, and which of its lines stand apart at the page's edges.
    func page(_ number: Int) throws(PDFError) -> PDFPage {
        guard (1...pageCount).contains(number) else { throw .noSuchPage(number) }
        var contents: PDFPageContents?
        try Poppler.exclusively { () throws(PDFError) in
            guard let page = poppler.poppler_document_get_page(document, Int32(number - 1)) else {
                throw .damagedPage(number)
            }
            // The page holds its laid-out text until it is released, so it does not outlive this call.
            defer { poppler.g_object_unref(UnsafeMutableRawPointer(page)) }
            contents = PDFPageContents(page, poppler, mostCharacters: limits.characters)
        }
        guard let contents else { throw .damagedPage(number) }
        // A scalar takes four bytes at most; this spares the cleaning of what is far too long.
        let isTooLong = contents.byteCount / 4 > limits.characters
        let (text, margins) = isTooLong ? contents.discarded() : contents.page()
        guard !isTooLong, text.utf8.count <= limits.characters || text.unicodeScalars.count <= limits.characters else {
            throw .tooManyCharacters(limit: limits.characters)
        }
        return PDFPage(number: number, text: text, margins: margins)
    }

    /// A descriptor of a regular file of permitted size that has a PDF header.
    private static func openChecked(_ path: String, maximum: Int) throws(PDFError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .systemFailure(errno: errno) }
        do throws(PDFError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw PDFError.systemFailure(errno: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw PDFError.notPDF }
            guard status.st_size > 0 else { throw PDFError.empty }
            guard status.st_size <= maximum else { throw PDFError.tooManyBytes(limit: maximum) }
            try checkHeader(descriptor)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Readers accept `%PDF-` anywhere in the first 1,024 bytes (ISO 32000, annex on Acrobat's behaviour).
    private static func checkHeader(_ descriptor: Int32) throws(PDFError) {
        var head = [UInt8](repeating: 0, count: 1024)
        let count = pread(descriptor, &head, head.count, 0)
        guard count >= 0 else { throw .systemFailure(errno: errno) }
        let mark = Array("%PDF-".utf8)
        guard count >= mark.count,
            (0...(count - mark.count)).contains(where: { head[$0..<($0 + mark.count)].elementsEqual(mark) })
        else { throw .notPDF }
    }

    private static func reason(consuming error: OpaquePointer?, _ poppler: poppler_functions) -> PDFError {
        guard let error else { return .damaged }
        defer { poppler.g_error_free(error) }
        let reason = UnsafeRawPointer(error).load(as: poppler_error.self)
        let isPoppler = reason.domain == poppler.poppler_error_quark()
        return isPoppler && reason.code == poppler_error_encrypted ? .encrypted : .damaged
    }
}
