import CPoppler
import Synchronization

/// Every call into poppler goes through here.
///
/// poppler keeps process-wide state that it fills at first use without a lock (colour profiles in its graphics state,
/// which text extraction passes too), so two documents read at the same moment can corrupt memory; this has been
/// reported up to version 26.09. A process-wide library needs a process-wide lock. It is held for a page at a time, so
/// documents take turns; a Lambda function of 1 GB has less than one processor anyway.
enum Poppler {
    private static let lock = Mutex(())

    /// The library's functions, from the first call on; nil where it can't be loaded.
    static let functions: poppler_functions? = {
        guard let functions = poppler_load()?.pointee else { return nil }
        // poppler's messages quote the file (names of fonts, operators, strings). GLib discards them by default but
        // prints them once `G_MESSAGES_DEBUG` is set; this discards them always.
        _ = functions.g_log_set_handler("Poppler", Int32(poppler_log_every_level), { _, _, _, _ in }, nil)
        return functions
    }()

    static func loaded() throws(PDFError) -> poppler_functions {
        guard let functions else { throw .libraryMissing }
        return functions
    }

    static func exclusively<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try lock.withLock { _ throws(Failure) in try body() }
    }
}
