import CIsolation
import Glibc
import Synchronization

/// One run of a program in a process of its own. One thread runs it, from start to end; any may end it.
///
///     let child = ChildProcess(program, limits: limits)
///     let report = try child.run { bytes in parser.take(bytes) ? .more : .enough }
///
/// Whatever the program does, `run` returns: at the latest when its time is over. Then the process is gone and waited for,
/// and every descriptor is closed. `output(of:limits:)` is the same for callers that want the output as a whole.
public final class ChildProcess: Sendable {
    /// What whoever takes the output says to each part.
    public enum Appetite: Sendable {
        case more
        /// The child is ended.
        case enough
    }

    private enum State {
        case notStarted
        case running(pid_t)
        /// Ended by us, and not waited for yet.
        case ended(pid_t)
        case over
    }

    private let program: ChildProgram
    private let limits: ChildLimits
    private let state = Mutex(State.notStarted)
    private let isCancelled = Atomic(false)

    public init(_ program: ChildProgram, limits: ChildLimits) {
        self.program = program
        self.limits = limits
    }

    /// Runs the program to its end, on the calling thread, which must not be one of Swift's own few. To be called once.
    ///
    /// - Parameter take: gets the output as it comes, never more than the limit. Its time counts as the child's.
    public func run(_ take: (UnsafeRawBufferPointer) -> Appetite) throws(StartError) -> ChildReport {
        let start = SuspendingClock.now
        guard let child = try startUnlessCancelled() else { return .neverStarted }
        var watch = ChildWatch(child, input: program.input, limits: limits, start: start)
        let cause = watch.watch(take) { kill() }
        let errorOutput = watch.errorOutput
        var usage = isolation_usage()
        state.withLock { state in
            // The number is free for another process from here on.
            _ = isolation_reap(child.pid, &usage)
            state = .over
        }
        let outcome: ChildOutcome =
            switch cause {
            case .ended where isCancelled.load(ordering: .relaxed): .cancelled
            case .ended: ChildOutcome(usage, limit: limits.processorSeconds)
            case .time: .timeLimit
            case .output: .outputLimit
            case .enough: .stopped
            }
        return ChildReport(
            outcome: outcome, errorOutput: errorOutput,
            processorTime: .microseconds(Int64(usage.processor_microseconds)),
            peakMemoryBytes: Int(usage.peak_memory_bytes))
    }

    /// Ends the child, or keeps it from being started.
    public func cancel() {
        let wasUnderWay = state.withLock { state in
            switch state {
            case .notStarted:
                state = .over
                return true
            case .running: return true
            case .ended, .over: return false
            }
        }
        guard wasUnderWay else { return }
        isCancelled.store(true, ordering: .relaxed)
        kill()
    }

    /// Ends the child and what it has started. A number may be given to another process once it was waited for, so the
    /// signal is sent under the same lock.
    private func kill() {
        state.withLock { state in
            guard case .running(let child) = state else { return }
            _ = Glibc.kill(-child, SIGKILL)
            state = .ended(child)
        }
    }

    private func startUnlessCancelled() throws(StartError) -> isolation_child? {
        try state.withLock { state throws(StartError) in
            guard case .notStarted = state else { return nil }
            do throws(StartError) {
                let child = try program.start(limits)
                state = .running(child.pid)
                return child
            } catch {
                state = .over
                throw error
            }
        }
    }
}

extension ChildProgram {
    fileprivate func start(_ limits: ChildLimits) throws(StartError) -> isolation_child {
        var child = isolation_child()
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = Self.withCStrings([executable] + arguments) { arguments in
            Self.withCStrings(variables) { variables in
                Self.withCString(folder) { folder in
                    executable.withCString { path in
                        var program = isolation_program(
                            path: path, arguments: arguments, environment: variables, folder: folder,
                            has_input: !input.isEmpty, has_errors: limits.errorBytes > 0,
                            limits: limits.kernelLimits)
                        return isolation_spawn(&program, &child)
                    }
                }
            }
        }
        guard code == 0 else { throw StartError(errno: code) }
        return child
    }

    private static func withCString<Result>(_ string: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let string else { return body(nil) }
        return string.withCString { body($0) }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
