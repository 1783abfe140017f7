import Glibc

/// Ends the process when one input takes too long: by then it is in an endless loop, and its input is in the notebook.
enum Watchdog {
    /// For 256 inputs, each of which takes a millisecond at most, on a machine that does other things as well.
    private static let seconds: UInt32 = 120

    static func wind() { alarm(seconds) }
    static func stop() { alarm(0) }

    /// Of all threads of this process: unlike time, the same on a busy machine.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
