import BandUpCore
import Base
import Foundation

@testable import BandUpLambda

/// Answers as the Runtime API does, out of a list of invocations, and keeps what was posted. When the list is at its
/// end, `/next` answers 500, which ends the loop.
actor FakeRuntimeAPI: HTTPClient {
    struct Post: Equatable {
        let path: String
        let headers: HTTPHeaders
        let body: String
    }

    private var next: [Result<HTTPResponse, HTTPClientError>]
    private var postResults: [Result<Int, HTTPClientError>]
    private(set) var posts: [Post] = []
    private(set) var nextCount = 0
    private(set) var timeouts: [HTTPTimeouts] = []
    /// The order of things: `next`, the verb of each post, and what the test adds.
    private(set) var journal: [String] = []

    /// - Parameter postResults: status or error of each post in turn; 202 once they are used up.
    init(next: [Result<HTTPResponse, HTTPClientError>], postResults: [Result<Int, HTTPClientError>] = []) {
        self.next = next
        self.postResults = postResults
    }

    func note(_ event: String) { journal.append(event) }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        self.timeouts.append(timeouts)
        if request.method == .get {
            nextCount += 1
            journal.append("next")
            return next.isEmpty ? HTTPResponse(status: 500) : try next.removeFirst().get()
        }
        let body = request.body.segments.map { segment in
            guard case .bytes(let data) = segment else { return "not in memory" }
            return String(decoding: data, as: UTF8.self)
        }
        posts.append(Post(path: request.path, headers: request.headers, body: body.joined()))
        journal.append(request.path.split(separator: "/").last.map(String.init) ?? "")
        return HTTPResponse(status: postResults.isEmpty ? 202 : try postResults.removeFirst().get())
    }

    static func invocation(
        _ id: String, event: String = "{}", headers: HTTPHeaders = [:], deadline: Date = Date(timeIntervalSinceNow: 60)
    ) -> Result<HTTPResponse, HTTPClientError> {
        var all: HTTPHeaders = [
            "lambda-runtime-aws-request-id": id,
            "lambda-runtime-deadline-ms": "\(Int64(deadline.timeIntervalSince1970 * 1000))",
            "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-1:123456789012:function:f",
        ]
        for field in headers.fields { all[field.name] = field.value }
        return .success(HTTPResponse(status: 200, headers: all, body: Data(event.utf8)))
    }
}

/// A handler made of a closure.
struct ClosureHandler: LambdaHandler {
    let closure: @Sendable (Data, LambdaContext) async throws -> LambdaAnswer

    init(_ closure: @escaping @Sendable (Data, LambdaContext) async throws -> LambdaAnswer) {
        self.closure = closure
    }

    func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer {
        try await closure(event, context)
    }

    /// Answers with the event.
    static let echo = ClosureHandler { event, _ in LambdaAnswer(event) }
}
