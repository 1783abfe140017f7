import Foundation
import Testing

@testable import BandUpCore

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

    @Test("nesting that no event has is refused", arguments: [33, 500, 100_000])
    func nesting(depth: Int) {
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        for event in [#"{"requestContext":{"authorizer":{"a":\#(nested)}}}"#, #"{"Records":\#(nested)}"#, nested] {
            #expect(throws: UnsupportedEvent(problem: "The event is nested too deeply.")) {
                try LambdaEvent(Data(event.utf8))
            }
        }
    }

    @Test("no truncation brings the process down")
    func truncated() throws {
        let whole = try EventGolden.data("api-v1-cognito")
        for length in stride(from: 0, to: whole.count, by: 7) {
            _ = try LambdaEvent(whole.prefix(length))
        }
    }
}
