import Glibc

/// Ends the process when one input takes too long: by then it is in an endless loop, and its input is in the notebook.
enum Watchdog {
    /// For 256 inputs, each of which takes a millisecond at most, on a machine that does other things as well.
    private static let seconds: UInt32 = 120

    static func wind() { alarm(seconds) }
    static func stop() { alarm(0) }
}
