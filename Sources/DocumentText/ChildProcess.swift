import CReader
import Glibc
import Synchronization

/// A process that one thread reads from and any may end.
///
/// A process's number may be given to another once it was waited for, so a signal is sent under the same lock.
final class ChildProcess: Sendable {
    private enum State {
        case notStarted
        case running(pid_t)
        /// Not to be started any more, or waited for.
        case over
    }

    private let state = Mutex(State.notStarted)

    /// - Returns: the descriptor of its standard output; nil if `kill` came first.
    /// - Throws: `.systemFailure`.
    func start(_ executable: String, arguments: [String], environment: [String]) throws(DocumentError) -> Int32? {
        try state.withLock { state throws(DocumentError) in
            guard case .notStarted = state else { return nil }
            var child: pid_t = 0
            var output: Int32 = -1
            let code = Self.withCStrings([executable] + arguments) { arguments in
                Self.withCStrings(environment) { reader_spawn(executable, arguments, $0, &child, &output) }
            }
            guard code == 0 else {
                state = .over
                throw .systemFailure(errno: code)
            }
            state = .running(child)
            return output
        }
    }

    /// Ends the process, or keeps it from being started.
    func kill() {
        state.withLock { state in
            switch state {
            case .running(let child): _ = Glibc.kill(child, SIGKILL)
            case .notStarted: state = .over
            case .over: break
            }
        }
    }

    /// Waits for the end of the process.
    /// - Returns: the signal that ended it; nil if it ended by itself.
    func wait() -> Int32? {
        guard case .running(let child) = state.withLock({ $0 }) else { return nil }
        _ = reader_await(child)
        return state.withLock { state in
            state = .over
            var status: Int32 = 0
            guard waitpid(child, &status, 0) == child else { return nil }
            let signal = status & 0x7F
            return signal == 0 ? nil : signal
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
