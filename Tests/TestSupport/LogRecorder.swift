import BandUpCore
import FoundationEssentials
import Synchronization

/// Keeps the lines that a logger writes. Loggers write from any task at once: hence the lock.
public final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    public init() {}

    public var lines: [String] { recorded.withLock { $0 } }
    public var text: String { lines.joined() }

    public var write: @Sendable (Data) -> Void {
        { line in self.recorded.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }

    public func logger(format: Logger.Format = .json, level: LogLevel = .trace) -> Logger {
        Logger(format: format, level: level, write: write)
    }
}
