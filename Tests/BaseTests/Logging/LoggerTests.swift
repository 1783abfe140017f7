import BandUpCore
import BandUpJobs
import Foundation
import TestSupport
import Testing

@testable import Base

@Suite struct LoggerTests {
    private struct Leaky: Error { let text = "the learner's essay" }
    private struct Safe: LogSafeError { var logDescription: String { "code 7\nsecond line" } }

    @Test("a JSON line is one object with timestamp, level, message, context and fields")
    func json() throws {
        let log = LogRecorder()
        log.logger().with(.identifier("requestId", "r-1")).warn(
            "it is \"so\"", .count("n", 3), .milliseconds("ms", .microseconds(1500)))
        let line = try #require(log.lines.first)
        #expect(line.hasSuffix("}\n") && line.filter { $0 == "\n" }.count == 1)
        let object = try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
        #expect(object["level"] == "WARN")
        #expect(object["message"] == "it is \"so\"")
        #expect(object["requestId"] == "r-1")
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
        logger.trace("t")
        logger.debug("d")
        logger.info("i")
        logger.warn("w")
        logger.error("e")
        logger.fatal("f")
        #expect(log.lines.count == [6, 5, 4, 3, 2, 1][level.rawValue])
    }

    @Test("an identifier from outside brings no prose, line break or quotation mark into the log")
    func identifiers() {
        #expect(LogField.sanitized("gemini-2.5:flash/x#1_a") == "gemini-2.5:flash/x#1_a")
        #expect(LogField.sanitized("anna.smith@example.com") == "hidden")
        #expect(LogField.sanitized("a\"ä\u{202E}") == "a???")
        #expect(LogField.sanitized("a b") == "hidden" && LogField.sanitized("a\nb") == "hidden")
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

    private struct Outer: LogSafeError {
        let cause: any Error
        var logDescription: String { "Outer: busy, see https://host/?X-Amz-Signature=1 or anna@example.com" }
        var logCause: (any Error)? { cause }
    }

    @Test("an error tells its causes down to the innermost, and what the service calls the request")
    func chain() throws {
        let log = LogRecorder()
        let service = AWSServiceError(
            code: "AccessDenied", message: "essay", status: 403, requestID: "R1", hostID: "H+/=")
        log.logger().error(
            "x", .error(Outer(cause: JobStoreError.unavailable(.aws(.service(service))))))
        let object = try JSONDecoder().decode([String: JSONValue].self, from: Data(log.text.utf8))
        #expect(
            object["error"]
                == .string(
                    "Outer: busy, see hidden or hidden <- JobStoreError: store unavailable <- DynamoDB call failed "
                        + "<- AWS AccessDenied status 403"))
        #expect(object["upstreamRequestId"] == "R1/H+/=")
        log.logger(format: .text).error("x", .error(AWSError.service(service)))
        #expect(log.lines[1].hasSuffix("ERROR x error=AWS AccessDenied status 403 upstreamRequestId=R1/H+/=\n"))
    }

    @Test("a chain without an end is cut")
    func endless() {
        final class Loop: LogSafeError {
            var logDescription: String { String(repeating: "x ", count: 500) }
            var logCause: (any Error)? { self }
        }
        #expect(ErrorChain(Loop()).text.count <= 1000)
    }

    @Test(
        "no field shows an address, a URL, a key or prose",
        arguments: [
            "anna@example.com", "see https://b.s3.amazonaws.com/k?X-Amz-Signature=ab@", "My essay @ school\nis long",
        ])
    func hostileText(text: String) throws {
        let log = LogRecorder()
        let logger = log.logger().with(.identifier("a", text), .list("b", [text, text]), .field(text))
        logger.info("m", .error(InvalidField(field: nil, problem: text)))
        // A library's reason is not the learner's prose, but may name a place.
        if !text.contains("essay") { logger.info("m", .error(HTTPClientError.transport(reason: text))) }
        if let id = JobID(text) { logger.info("m", .jobID(id)) }
        if let id = UserID(text) { logger.info("m", .userHash(id, salt: "f")) }
        for word in ["anna", "Signature", "school", "@"] { #expect(!log.text.contains(word), "\(word)") }
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
