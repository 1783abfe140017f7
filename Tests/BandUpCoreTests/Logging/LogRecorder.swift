import Foundation

@testable import BandUpCore

/// Keeps the lines that a logger writes. Loggers write from any task at once: hence the lock.
final class LogRecorder: @unchecked Sendable {
    private let lock = NSLock()
    private var recorded: [String] = []

    var lines: [String] { lock.withLock { recorded } }
    var text: String { lines.joined() }

    var write: @Sendable (Data) -> Void {
        { line in self.lock.withLock { self.recorded.append(String(decoding: line, as: UTF8.self)) } }
    }

    func logger(format: Logger.Format = .json, level: LogLevel = .trace) -> Logger {
        Logger(format: format, level: level, write: write)
    }
}
