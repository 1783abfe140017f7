import FoundationEssentials
import Testing

@testable import BandUpCore
@testable import BandUpJobs
@testable import BandUpLambda
@testable import Base
@testable import Examining

/// What fuzzing has found, each kept as the input that showed it.
@Suite struct FoundInputTests {
    /// Foundation's decoder took five seconds over each, with time growing by the cube of the depth.
    @Test(
        "JSON that nests deeply is refused at once",
        arguments: [("[", "]"), ("{\"a\":", "}")], [33, 100, 500, 5000])
    func nesting(brackets: (open: String, close: String), depth: Int) {
        let text =
            String(repeating: brackets.open, count: depth) + "1" + String(repeating: brackets.close, count: depth)
        #expect(throws: (any Error).self) { try JSONValue(untrusted: Data(text.utf8)) }
        #expect(throws: UnsupportedEvent.self) {
            try EventShape(Data(#"{"httpMethod":"GET","path":"/","requestContext":{"authorizer":\#(text)}}"#.utf8))
        }
        let response = HTTPResponse(status: 400, headers: [:], body: Data("{\"error\":\(text)}".utf8))
        guard case .invalidRequest = ModelError.Reason(response, model: nil) else {
            Issue.record("a body that can't be read counts as something else")
            return
        }
    }

    @Test(
        "an endpoint has a host that there can be",
        arguments: ["http://[>:1:80/", "http://a b/", "http://h\u{FFFD}:80", "http://[]", "http://[::1", "http://:80"])
    func hosts(text: String) {
        #expect(HTTPEndpoint(text) == nil)
    }

    @Test("JSON as deep as answers may be is read")
    func depth() throws {
        let text = String(repeating: "[", count: 32) + "1" + String(repeating: "]", count: 32)
        #expect(try JSONEncoder().encode(JSONValue(untrusted: Data(text.utf8))) == Data(text.utf8))
    }

    @Test(
        "what an answer of DynamoDB holds besides items is JSON too",
        arguments: ["01", "+1", "1.", ".5", "-", "1e", "1e+", "--1", "1-1", "0x1", "1.2.3"])
    func numbers(text: String) {
        #expect(throws: JSONFault.self) {
            try DynamoDBAnswer(Data("{\"Count\":\(text)}".utf8))
        }
    }

    @Test(
        "numbers of an answer's envelope are passed by",
        arguments: ["0", "-0", "10", "0.5", "1e5", "1E-5", "-12.5e+10"])
    func goodNumbers(text: String) throws {
        let answer = Data("{\"Count\":\(text),\"Items\":[{\"a\":{\"S\":\"x\"}}]}".utf8)
        #expect(try DynamoDBAnswer(answer).members.items.count == 1)
    }
}
