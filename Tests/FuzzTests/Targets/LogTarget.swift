import FoundationEssentials
import TestSupport

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// Log lines with whatever an error or an identifier brings along.
struct LogTarget: FuzzTarget {
    static let name = "log-lines"

    private let recorder = LineRecorder()

    private struct LoudError: LogSafeError {
        let logDescription: String
    }

    var seeds: [FuzzInput] {
        (HostileTexts.strings + ["arn:aws:sqs:eu-west-1:1:q", "{\"level\":\"ERROR\"}\n{\"level\":\"INFO\"}"]).map {
            .bytes(Array($0.utf8))
        }
    }

    func run(_ input: [UInt8]) throws -> Outcome {
        let text = String(decoding: input, as: UTF8.self)
        let numbers = input.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        for format in [Logger.Format.json, .text] {
            let recorder = recorder
            let logger = Logger(format: format) { recorder.take($0) }
            logger.with(.identifier("id", text)).error(
                "it failed", .error(LoudError(logDescription: text)), .count("count", Int(truncatingIfNeeded: numbers)),
                .milliseconds("took", .nanoseconds(Int64(truncatingIfNeeded: numbers >> 8))))
            let line = recorder.line
            try promise(
                line.last == 0x0A && line.count { $0 == 0x0A || $0 == 0x0D } == 1, "more than one line, or none")
            guard format == .json else { continue }
            let event = try Promises.json(line)
            let told = event["error"]?.stringValue ?? ""
            try promise(!told.contains { $0 == "@" || $0.isNewline } && !told.contains("://"), "an address got through")
            let isPlain = text.utf8.count <= 1000 && text.utf8.allSatisfy { Promises.isAlphanumeric($0) }
            try promise(!isPlain || told == text, "another text than was logged")
            let id = event["id"]?.stringValue ?? ""
            try promise(
                id.utf8.count <= 128
                    && id.utf8.allSatisfy { Promises.isAlphanumeric($0) || "-_.:/#+=?".utf8.contains($0) },
                "an identifier with something else in it")
            try promise(event["level"] == "ERROR" && event["message"] == "it failed", "another level or message")
        }
        return Outcome(min(text.unicodeScalars.count, 40), text.utf8.contains { $0 < 0x20 } ? 1 : 0)
    }
}

/// Keeps the last line that was written. Used by one task.
private final class LineRecorder: @unchecked Sendable {
    private(set) var line = Data()

    func take(_ line: Data) { self.line = line }
}
