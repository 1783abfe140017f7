import BandUpCore
import Base

@testable import BandUpLambda

#if !Slim
import Foundation
import Testing

/// One client for all: URLSessions are not meant to come and go.
private let client = URLSessionHTTPClient()

@Suite(.timeLimit(.minutes(1))) struct URLSessionHTTPClientTests {
    private let short = HTTPTimeouts(stall: .seconds(20), total: .seconds(20))

    private func request(_ method: HTTPRequest.Method, _ server: RuntimeAPIServer, body: HTTPBody = .empty) throws
        -> HTTPRequest
    {
        HTTPRequest(
            method, try #require(HTTPEndpoint("http://\(server.address)")), path: "/a%2Fb", query: "c=%20d",
            headers: ["X-Test": "1", "Content-Type": "application/json"], body: body)
    }

    private func failure(_ request: HTTPRequest, _ timeouts: HTTPTimeouts, _ sink: HTTPResponseSink = .memory) async
        -> HTTPClientError?
    {
        do {
            _ = try await client.send(request, timeouts: timeouts, into: sink)
            return nil
        } catch {
            return error
        }
    }

    @Test("request and response come over whole, any status is a response")
    func exchange() async throws {
        let server = try RuntimeAPIServer([
            .response(status: 404, headers: ["X-Answer": "2"], body: Data([0, 255, 10]))
        ])
        defer { server.stop() }
        let body = HTTPBody(segments: [.bytes(Data("ab".utf8)), .bytes(Data("c".utf8))])
        let response = try await client.send(request(.post, server, body: body), timeouts: short, into: .memory)
        #expect(response.status == 404)
        #expect(response.headers["x-answer"] == "2")
        #expect(response.body == Data([0, 255, 10]))
        let seen = try #require(server.requests.first)
        #expect(seen.line == "POST /a%2Fb?c=%20d HTTP/1.1")
        #expect(seen.headers["x-test"] == "1" && seen.headers["content-type"] == "application/json")
        #expect(seen.body == Data("abc".utf8))
    }

    @Test("a body of six megabytes goes both ways")
    func large() async throws {
        let bytes = Data((0..<6_291_556).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let server = try RuntimeAPIServer([.response(status: 200, headers: [:], body: bytes)])
        defer { server.stop() }
        let response = try await client.send(
            request(.post, server, body: HTTPBody(bytes)), timeouts: short, into: .memory)
        #expect(response.body == bytes)
        #expect(server.requests.first?.body == bytes)
    }

    @Test("requests in a row share a connection")
    func keepAlive() async throws {
        let server = try RuntimeAPIServer(Array(repeating: .status(200), count: 20))
        defer { server.stop() }
        for index in 0..<20 {
            let method = index.isMultiple(of: 2) ? HTTPRequest.Method.get : .post
            let body = method == .post ? HTTPBody("{}") : .empty
            _ = try await client.send(request(method, server, body: body), timeouts: short, into: .memory)
        }
        #expect(server.connectionCount == 1)
    }

    @Test("a refused connection is told from all else")
    func refused() async throws {
        let server = try RuntimeAPIServer([])
        server.stop()
        let error = try await failure(request(.get, server), short)
        guard case .connect(host: "127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a connection closed instead of an answer is a lost one, whose request may have arrived")
    func closed() async throws {
        let server = try RuntimeAPIServer([.closeConnection])
        defer { server.stop() }
        #expect(
            try await failure(request(.post, server, body: HTTPBody("{}")), short)
                == .connectionLost(requestMayHaveArrived: true))
    }

    @Test("a silent server meets the stall limit, or the total one if that is shorter")
    func timeouts() async throws {
        let server = try RuntimeAPIServer([])
        defer { server.stop() }
        let stall = HTTPTimeouts(stall: .seconds(1), total: nil)
        #expect(try await failure(request(.get, server), stall) == .timedOut(.stall))
        let total = HTTPTimeouts(stall: .seconds(50), total: .milliseconds(50))
        #expect(try await failure(request(.get, server), total) == .timedOut(.total))
    }

    @Test("equal stall and total limits, which URLSession by itself may never come back from, end as either")
    func equalLimits() async throws {
        let server = try RuntimeAPIServer([])
        defer { server.stop() }
        let limits = HTTPTimeouts(stall: .seconds(1), total: .seconds(1))
        for error in [
            try await failure(request(.get, server), limits),
            try await failure(request(.post, server, body: HTTPBody("{}")), limits),
        ] {
            #expect(error == .timedOut(.stall) || error == .timedOut(.total))
        }
    }

    @Test("a wait with limits of days is not over in two seconds, and ends when it is cancelled")
    func longPoll() async throws {
        let server = try RuntimeAPIServer([.silence(seconds: 30)])
        defer { server.stop() }
        let request = try request(.get, server)
        let wait = Task {
            await failure(request, HTTPTimeouts(stall: .seconds(365 * 86400), total: nil))
        }
        try await Task.sleep(for: .seconds(2))
        wait.cancel()
        #expect(await wait.value == .cancelled)
    }

    @Test("a response over the limit is an error, one at the limit is not")
    func limit() async throws {
        let answer = RuntimeAPIServer.Answer.response(status: 200, headers: [:], body: Data(count: 10))
        let server = try RuntimeAPIServer([answer, answer])
        defer { server.stop() }
        #expect(try await failure(request(.get, server), short, .memory(limit: 9)) == .responseTooLarge(limit: 9))
        #expect(try await failure(request(.get, server), short, .memory(limit: 10)) == nil)
    }

    @Test("files are refused, for they are the other transport's")
    func files() async throws {
        let server = try RuntimeAPIServer([])
        defer { server.stop() }
        let body = HTTPBody(segments: [.file(path: "/etc/hostname", byteCount: 1)])
        for error in [
            try await failure(request(.get, server), short, .file(path: "/tmp/never", limit: 1)),
            try await failure(request(.post, server, body: body), short),
        ] {
            guard case .transport = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(server.requests.isEmpty)
    }
}
#endif
