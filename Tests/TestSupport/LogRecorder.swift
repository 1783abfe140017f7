import BandUpCore
import BandUpJobs
import BandUpLambda
package import Base
import Examining
package import FoundationEssentials
import Synchronization

/// Keeps the lines that a logger writes. Loggers write from any task at once: hence the lock.
package final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    package init() {}

    package var lines: [String] { recorded.withLock { $0 } }
    package var text: String { lines.joined() }

    package var write: @Sendable (Data) -> Void {
        { line in self.recorded.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }

    package func logger(format: Logger.Format = .json, level: LogLevel = .trace) -> Logger {
        Logger(format: format, level: level, write: write)
    }
}
