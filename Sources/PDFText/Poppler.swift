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

    static func exclusively<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
        try lock.withLock { _ throws(Failure) in
            silenceMessages
            try body()
        }
    }

    /// poppler's messages quote the file (names of fonts, operators, strings). GLib discards them by default but prints
    /// them once `G_MESSAGES_DEBUG` is set; this discards them always.
    private static let silenceMessages: Void = {
        let everyLevel = GLogLevelFlags(
            rawValue: G_LOG_LEVEL_MASK.rawValue | G_LOG_FLAG_FATAL.rawValue | G_LOG_FLAG_RECURSION.rawValue)
        g_log_set_handler("Poppler", everyLevel, { _, _, _, _ in }, nil)
    }()
}
