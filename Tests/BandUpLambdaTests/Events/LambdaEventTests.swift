@testable import BandUpLambda
import BandUpCore
import Base
import Foundation
import Testing

@Suite struct LambdaEventTests {
    @Test(
        "records of another source are refused with their source's name",
        arguments: [
            ("s3-object-created", "of aws:s3"), ("s3-test-event", "of aws:s3"), ("sns-notification", "of aws:sns"),
            ("records-of-mixed-sources", "of aws:s3"),
        ])
    func otherSources(name: String, source: String) throws {
        let data = try EventGolden.data(name)
        #expect(throws: UnsupportedEvent(problem: "Records \(source) are not taken: only those of aws:sqs are.")) {
            try LambdaEvent(data)
        }
    }

    @Test(
        "an SQS event whose failures could not be reported fails as a whole",
        arguments: ["sqs-without-message-id", "records-not-an-array"])
    func brokenRecords(name: String) throws {
        let data = try EventGolden.data(name)
        #expect(throws: UnsupportedEvent.self) { try LambdaEvent(data) }
    }

    @Test(
        "an API event with rubbish inside gets an answer",
        arguments: [
            "api-v2-broken-base64", "api-v2-wrong-types", "api-v2-without-method", "api-context-not-an-object",
            "api-v1-path-missing", "api-authorizer-not-an-object",
        ])
    func rubbish(name: String) throws {
        guard case .unreadableAPI(let error) = try LambdaEvent(EventGolden.data(name)) else {
            Issue.record("\(name) was taken for something else")
            return
        }
        #expect(error.code == .invalidRequest)
    }

    @Test("any other object is a request by itself, passed on byte for byte")
    func direct() throws {
        let data = try EventGolden.data("direct-request")
        #expect(try LambdaEvent(data) == .direct(data))
    }

    @Test(
        "what is no JSON object is left to the parser of requests",
        arguments: ["", "null", "[]", "\"a\"", "{", "1e999"])
    func noObject(text: String) throws {
        #expect(try LambdaEvent(Data(text.utf8)) == .direct(Data(text.utf8)))
        #expect(throws: InvalidField(field: nil, problem: "must be a JSON object")) {
            try RequestFields(json: Data(text.utf8))
        }
    }

    @Test("no nesting and no truncation brings the process down")
    func hostile() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        func authorized(by context: String) -> Data {
            Data(#"{"requestContext":{"http":{"method":"GET"},"authorizer":{"a":\#(context)}}}"#.utf8)
        }
        guard case .api = try LambdaEvent(authorized(by: nested(10))) else {
            Issue.record("ten levels are no reason to refuse a request")
            return
        }
        for depth in [500, 100_000] {
            #expect(throws: UnsupportedEvent(problem: "The event is nested too deeply.")) {
                try LambdaEvent(authorized(by: nested(depth)))
            }
            #expect(throws: UnsupportedEvent.self) { try LambdaEvent(Data(#"{"Records":\#(nested(depth))}"#.utf8)) }
        }
        let whole = try EventGolden.data("api-v1-cognito")
        for length in stride(from: 0, to: whole.count, by: 7) {
            _ = try LambdaEvent(whole.prefix(length))
        }
    }
}
