import Glibc

/// Ends the process when inputs take too long: by then one is in an endless loop, and it is in the notebook.
///
/// It counts processor time, which is the same on a busy machine, and stands still while a process is stopped.
enum Watchdog {
    /// For 256 inputs, each of which takes a millisecond or so.
    private static let seconds = 120

    static func wind() { set(seconds) }
    static func stop() { set(0) }

    /// SIGPROF ends a process that does not expect it.
    private static func set(_ seconds: Int) {
        var timer = itimerval()
        timer.it_value.tv_sec = seconds
        setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    }

    /// Of all threads of this process.
    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
