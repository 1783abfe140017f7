import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct LoggerTests {
    private struct Leaky: Error { let text = "the learner's essay" }
    private struct Safe: LogSafeError { var logDescription: String { "code 7\nsecond line" } }

    @Test("a JSON line is one object with timestamp, level, message, context and fields")
    func json() throws {
        let log = LogRecorder()
        log.logger().with(.identifier("request_id", "r-1")).warn(
            "it is \"so\"", .count("n", 3), .milliseconds("ms", .microseconds(1500)))
        let line = try #require(log.lines.first)
        #expect(line.hasSuffix("}\n") && line.filter { $0 == "\n" }.count == 1)
        let object = try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
        #expect(object["level"] == "WARN")
        #expect(object["message"] == "it is \"so\"")
        #expect(object["request_id"] == "r-1")
        #expect(object["n"] == 3)
        #expect(object["ms"] == 1.5)
        let timestamp = try #require(object["timestamp"]?.stringValue)
        #expect(
            try abs(Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(timestamp).timeIntervalSinceNow)
                < 600)
    }

    @Test("a text line has the same in one line")
    func text() throws {
        let log = LogRecorder()
        log.logger(format: .text).error("failed", .name("part", "queue"), .error(Safe()), .count("n", -1))
        let line = try #require(log.lines.first)
        #expect(line.hasSuffix(" ERROR failed part=queue error=code 7 second line n=-1\n"))
        #expect(line.filter(\.isNewline).count == 1)
    }

    @Test("lines below the level are not written", arguments: LogLevel.allCases)
    func levels(level: LogLevel) {
        let log = LogRecorder()
        let logger = log.logger(level: level)
        logger.debug("d")
        logger.info("i")
        logger.warn("w")
        logger.error("e")
        logger.fatal("f")
        #expect(log.lines.count == [5, 5, 4, 3, 2, 1][level.rawValue])
    }

    @Test("an identifier from outside brings no prose, line break or quotation mark into the log")
    func identifiers() {
        #expect(LogField.sanitized("gemini-2.5:flash/x#1_a") == "gemini-2.5:flash/x#1_a")
        #expect(LogField.sanitized("a b\n\"ä\u{202E}") == "a?b????")
        #expect(LogField.sanitized(String(repeating: "x", count: 1000)).count == 128)
    }

    @Test("an error is told by its type, and by its description only if that is declared safe")
    func errors() throws {
        let log = LogRecorder()
        log.logger().error("x", .error(Leaky()))
        log.logger().error("x", .error(ConfigurationError(variable: "A", problem: "is not set")))
        #expect(!log.text.contains("essay"))
        #expect(log.lines[0].contains("Leaky"))
        #expect(log.lines[1].contains("A is not set"))
    }

    @Test("a number that JSON can't hold does not break the line")
    func infinity() throws {
        let field = LogField.milliseconds("ms", .seconds(1e9))
        let line = LogLine(date: Date(), level: .info, message: "m", fields: [field]).json
        #expect(try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))["ms"] != nil)
    }

    @Test("the log is configured as Lambda's variables say, whatever their case")
    func configuration() throws {
        let log = LogRecorder()
        let text = try Logger(
            environment: Environment(["AWS_LAMBDA_LOG_FORMAT": "text", "AWS_LAMBDA_LOG_LEVEL": "error"]),
            write: log.write)
        text.warn("no")
        text.error("yes")
        #expect(log.lines.count == 1 && log.text.hasSuffix("ERROR yes\n"))
        let byDefault = try Logger(environment: Environment(["AWS_LAMBDA_LOG_LEVEL": ""]), write: log.write)
        byDefault.debug("no")
        byDefault.info("yes")
        #expect(log.lines.count == 2 && log.lines[1].hasPrefix("{"))
    }

    @Test(
        "a wrong setting is named",
        arguments: [("AWS_LAMBDA_LOG_FORMAT", "XML"), ("AWS_LAMBDA_LOG_LEVEL", "LOUD")])
    func wrongConfiguration(variable: String, value: String) {
        #expect { try Logger(environment: Environment([variable: value])) } throws: {
            ($0 as? ConfigurationError)?.variable == variable
        }
    }
}
