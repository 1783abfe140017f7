/// How a child came to its end.
public enum ChildOutcome: Sendable, Hashable {
    /// By itself. What the code means is the program's affair.
    case exited(code: Int32)
    /// By a signal that was not ours: a fault of its own, or the kernel, such as for want of memory.
    case crashed(signal: Int32)
    /// It took longer than `ChildLimits.time`.
    case timeLimit
    /// It used more than `ChildLimits.processorSeconds`.
    case processorLimit
    /// It wrote more than `ChildLimits.outputBytes`.
    case outputLimit
    /// Whoever takes its output had enough.
    case stopped
    /// By `ChildProcess.cancel`, perhaps before it began.
    case cancelled
}
