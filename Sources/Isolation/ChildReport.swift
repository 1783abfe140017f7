import CIsolation
import Glibc

/// What is known of a child after its end.
public struct ChildReport: Sendable, Hashable {
    public let outcome: ChildOutcome
    /// As much of standard error as was to be kept.
    public let errorOutput: [UInt8]
    /// Its own and that of the processes it waited for.
    public let processorTime: Duration
    /// The largest resident memory of a process among them.
    public let peakMemoryBytes: Int

    static let neverStarted = ChildReport(
        outcome: .cancelled, errorOutput: [], processorTime: .zero, peakMemoryBytes: 0)
}

extension ChildOutcome {
    /// - Parameter limit: of processor time. Whoever goes on after SIGXCPU is killed a second later.
    init(_ usage: isolation_usage, limit: Int) {
        let signal = usage.status & 0x7F
        let hasUsedUp = usage.processor_microseconds >= UInt64(max(1, limit)) * 1_000_000
        switch signal {
        case 0: self = .exited(code: usage.status >> 8 & 0xFF)
        case SIGXCPU: self = .processorLimit
        case SIGKILL where hasUsedUp: self = .processorLimit
        default: self = .crashed(signal: signal)
        }
    }
}
