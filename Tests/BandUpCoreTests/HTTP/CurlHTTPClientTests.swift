import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlHTTPClientTests {
    @Test(
        "path and query go over the wire as they are",
        arguments: [
            "/a/../b/./c//d", "/key%2Fwith%20space", "/%E4%BD%A0?list-type=2&prefix=%2F", "/?a=&b&a=1",
            "/v1beta/models/gemini:generateContent", "/~tilde/!$&'()*+,;=:@", "/\"<>\\^`{|}",
        ])
    func target(target: String) async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let request = HTTPRequest(.get, server.endpoint, path: parts[0], query: parts.count > 1 ? parts[1] : nil)
        _ = try await CurlHTTPClient().answer(to: request)
        #expect(server.requests.map(\.requestLine) == ["GET \(target) HTTP/1.1"])
    }

    @Test("nothing is added to a request but Host and Content-Length")
    func noExtraHeaders() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        _ = try await client.answer(to: HTTPRequest(.post, server.endpoint, body: HTTPBody("{}")))
        _ = try await client.answer(
            to: HTTPRequest(.get, server.endpoint, headers: ["X-A": "1", "X-Empty": "", "x-a": "2"]))
        #expect(server.requests[0].headerLines.sorted() == ["Content-Length: 2", "Host: \(server.endpoint.authority)"])
        #expect(
            server.requests[1].headerLines.sorted()
                == ["Host: \(server.endpoint.authority)", "X-A: 1", "X-Empty:", "x-a: 2"])
    }

    @Test(
        "every method sends its body and its exact length",
        arguments: [
            (HTTPRequest.Method.get, ""), (.post, ""), (.put, ""), (.delete, ""), (.get, "body"), (.post, "body"),
            (.put, "body"), (.delete, "body"),
        ])
    func methods(method: HTTPRequest.Method, body: String) async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let response = try await CurlHTTPClient().answer(
            to: HTTPRequest(method, server.endpoint, body: HTTPBody(body)))
        let seen = try #require(server.requests.first)
        #expect(seen.requestLine == "\(method.rawValue) / HTTP/1.1")
        #expect(seen.body == Data(body.utf8))
        let needsLength = method == .post || method == .put || !body.isEmpty
        #expect(seen["content-length"] == (needsLength ? "\(body.utf8.count)" : nil))
        #expect(response.status == 200 && response.body == Data(body.utf8))
    }

    @Test("HEAD answers with headers and no body, on a connection that can be used again")
    func head() async throws {
        let server = try ScriptedServer { connection in
            while connection.nextRequest() != nil {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        for _ in 0..<2 {
            let response = try await client.answer(to: HTTPRequest(.head, server.endpoint), into: .memory(limit: 10))
            #expect(response.headers["content-length"] == "99999999" && response.body.isEmpty)
        }
        #expect(server.connectionCount == 1)
    }

    @Test("a body of bytes, a file and a base64 file arrives whole, 10 MB long, without a wait for 100 Continue")
    func largeBody() async throws {
        let folder = try TemporaryFolder()
        let content = noise(6_000_001)
        let path = try folder.file("recording", content)
        let body = HTTPBody(segments: [
            .bytes(Data("{\"data\":\"".utf8)), .base64OfFile(path: path, byteCount: content.count),
            .bytes(Data("\"}".utf8)), .file(path: path, byteCount: 2_000_000),
        ])
        let server = try ScriptedServer()
        defer { server.stop() }
        let response = try await CurlHTTPClient().answer(to: HTTPRequest(.post, server.endpoint, body: body))
        let expected =
            Data("{\"data\":\"".utf8) + content.base64EncodedData() + Data("\"}".utf8) + content.prefix(2_000_000)
        #expect(response.body == expected)
        #expect(server.requests.first?["expect"] == nil)
        #expect(await eventually { folder.openDescriptorCount == 0 })
    }

    @Test("a body's file that is missing, or shorter than announced, is an error of the file and does not hang")
    func wrongBodyFile() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("short", Data("abc".utf8))
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        for segment in [
            HTTPBody.Segment.file(path: path, byteCount: 4), .base64OfFile(path: path, byteCount: 100_000),
            .file(path: path + "-missing", byteCount: 3),
        ] {
            let error = await client.error(
                of: HTTPRequest(.put, server.endpoint, body: HTTPBody(segments: [segment])))
            guard case .file = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test("status, headers and body come back as sent: chunks, 204, repeated fields, interim responses, trailers")
    func responses() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.send(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nA: 1\r\na:  2 \r\nEmpty:\r\n")
            connection.send("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n")
            _ = connection.nextRequest()
            connection.send("HTTP/1.1 204 No Content\r\nX: y\r\n\r\n")
            _ = connection.nextRequest()
            connection.respond(status: 500, body: Data("why".utf8))
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let chunked = try await client.answer(to: HTTPRequest(.get, server.endpoint))
        #expect(chunked.status == 200 && chunked.body == Data("hello world".utf8))
        #expect(chunked.headers.fields.map(\.name) == ["A", "a", "Empty", "Transfer-Encoding"])
        #expect(chunked.headers.fields.map(\.value) == ["1", "2", "", "chunked"])
        let none = try await client.answer(to: HTTPRequest(.get, server.endpoint))
        #expect(none.status == 204 && none.body.isEmpty && none.headers["x"] == "y")
        let failed = try await client.answer(to: HTTPRequest(.get, server.endpoint))
        #expect(failed.status == 500 && failed.body == Data("why".utf8))
        #expect(server.connectionCount == 1)
    }

    @Test("a redirect is an answer and is not followed", arguments: [301, 302, 307, 308])
    func redirect(status: Int) async throws {
        let server = try ScriptedServer { connection in
            while connection.nextRequest() != nil { connection.respond(status: status, headers: ["Location: /other"]) }
        }
        defer { server.stop() }
        let response = try await CurlHTTPClient().answer(to: HTTPRequest(.get, server.endpoint))
        #expect(response.status == status && response.headers["location"] == "/other")
        #expect(server.requests.count == 1)
    }

    @Test("a compressed body is not touched")
    func contentEncoding() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.respond(headers: ["Content-Encoding: gzip"], body: Data("not gzip".utf8))
        }
        defer { server.stop() }
        let response = try await CurlHTTPClient().answer(to: HTTPRequest(.get, server.endpoint))
        #expect(response.body == Data("not gzip".utf8))
    }

    @Test("a proxy of the environment is not used")
    func proxy() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        setenv("http_proxy", "http://127.0.0.1:9", 1)
        defer { unsetenv("http_proxy") }
        let response = try await CurlHTTPClient().answer(to: HTTPRequest(.get, server.endpoint))
        #expect(response.status == 200)
    }

    @Test("two hundred requests at once each get their own answer")
    func concurrent() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        let endpoint = server.endpoint
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let body = Data("request \(index) ".utf8) + noise(index * 100)
                    let response = try await client.answer(
                        to: HTTPRequest(.post, endpoint, body: HTTPBody(body)),
                        timeouts: HTTPTimeouts(connect: .seconds(20), total: .seconds(60)))
                    return response.body == body
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 200 && answers.allSatisfy { $0 })
        #expect(server.requests.count == 200)
        // Of the idle ones the pool keeps 32.
        #expect(await eventually { heldConnectionCount(to: server.port) <= 32 })
        withExtendedLifetime(client) { #expect(heldConnectionCount(to: server.port) > 0) }
    }

    @Test("five hundred requests in a row share one connection")
    func sequential() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        for _ in 0..<500 { _ = try await client.answer(to: HTTPRequest(.get, server.endpoint)) }
        #expect(server.requests.count == 500)
        #expect(server.connectionCount == 1)
    }

    @Test("connections that the server ends after each answer are not left behind")
    func closingServer() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.respond(headers: ["Connection: close"])
            connection.close()
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        for _ in 0..<100 { _ = try await client.answer(to: HTTPRequest(.get, server.endpoint)) }
        #expect(server.connectionCount == 100)
        #expect(await eventually { heldConnectionCount(to: server.port) == 0 })
        withExtendedLifetime(client) {}
    }

    @Test("a client that is released closes its connections")
    func release() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        do {
            let client = CurlHTTPClient()
            _ = try await client.answer(to: HTTPRequest(.get, server.endpoint))
            withExtendedLifetime(client) { #expect(heldConnectionCount(to: server.port) == 1) }
        }
        #expect(await eventually { heldConnectionCount(to: server.port) == 0 })
    }
}
