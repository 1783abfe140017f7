import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlTLSTests {
    @Test(
        "a server that the bundle vouches for is trusted, its connection is kept, and a second handshake is a short one"
    )
    func trusted() async throws {
        let server = try await TLSServer()
        let client = CurlHTTPClient(environment: Environment(["AWS_CA_BUNDLE": server.authorityPath]))
        let body = noise(2_000_000)
        let first = try await client.answer(to: HTTPRequest(.put, server.endpoint(), body: HTTPBody(body)))
        #expect(first.status == 200 && first.body == body && first.headers["x-resumed"] == "False")
        let again = try await client.answer(to: HTTPRequest(.post, server.endpoint(), body: HTTPBody(body)))
        #expect(again.body == body)
        #expect(again.headers["x-client-port"] == first.headers["x-client-port"])
        // A POST without a body opens a connection of its own.
        let second = try await client.answer(to: HTTPRequest(.post, server.endpoint()))
        #expect(second.headers["x-resumed"] == "True")
    }

    @Test("a server that the system's authorities don't know is refused")
    func unknownAuthority() async throws {
        let server = try await TLSServer()
        try await expectRefusal(Environment([:]), server.endpoint())
    }

    @Test("a certificate for another name is refused")
    func wrongName() async throws {
        let server = try await TLSServer()
        let environment = Environment(["AWS_CA_BUNDLE": server.authorityPath])
        try await expectRefusal(environment, server.endpoint(host: "localhost"))
    }

    @Test("a bundle that can't be read, or holds no certificate, fails https and not http")
    func wrongBundle() async throws {
        let server = try await TLSServer()
        let plain = try ScriptedServer()
        defer { plain.stop() }
        let folder = try TemporaryFolder()
        for path in ["\(folder.path)/missing", try folder.file("empty.pem", Data("nothing".utf8))] {
            let environment = Environment(["AWS_CA_BUNDLE": path])
            try await expectRefusal(environment, server.endpoint())
            let response = try await CurlHTTPClient(environment: environment).answer(
                to: HTTPRequest(.get, plain.endpoint))
            #expect(response.status == 200)
        }
    }

    @Test("https to a server that speaks plain http is refused and not retried in the clear")
    func plainServer() async throws {
        let server = try ScriptedServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.close()
        }
        defer { server.stop() }
        let endpoint = HTTPEndpoint(scheme: .https, host: "127.0.0.1", port: server.port)
        try await expectRefusal(Environment([:]), endpoint)
        #expect(server.requests.isEmpty)
    }

    @Test("a handshake that the network cuts is a failed connection, which may pass")
    func cutHandshake() async throws {
        let server = try ScriptedServer { $0.reset() }
        defer { server.stop() }
        let endpoint = HTTPEndpoint(scheme: .https, host: "127.0.0.1", port: server.port)
        let error = await CurlHTTPClient().error(of: HTTPRequest(.get, endpoint))
        guard case .connect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    private func expectRefusal(_ environment: Environment, _ endpoint: HTTPEndpoint) async throws {
        let request = HTTPRequest(.post, endpoint, path: "/secret-path", body: HTTPBody("x"))
        let error = await CurlHTTPClient(environment: environment).error(of: request)
        guard case .tls(endpoint.host, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("secret-path"))
    }
}

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/nghttpx"), "needs nghttp2-proxy"))
struct CurlHTTP2Tests {
    @Test("fifty requests at once over HTTP/2 each get their own answer")
    func concurrent() async throws {
        let origin = try ScriptedServer()
        defer { origin.stop() }
        let proxy = try await TLSServer(http2ProxyTo: origin.port)
        let client = CurlHTTPClient(environment: Environment(["AWS_CA_BUNDLE": proxy.authorityPath]))
        let endpoint = proxy.endpoint()
        _ = try await client.answer(to: HTTPRequest(.get, endpoint))
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<50 {
                group.addTask {
                    let body = noise(1000 + index * 3000)
                    let response = try await client.answer(to: HTTPRequest(.post, endpoint, body: HTTPBody(body)))
                    return response.body == body
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 50 && answers.allSatisfy { $0 })
    }

    @Test(
        "a 10 MB body goes up and comes back over HTTP/2, on a kept connection or on new ones",
        arguments: [Duration.zero, .seconds(60)])
    func large(trust: Duration) async throws {
        let origin = try ScriptedServer()
        defer { origin.stop() }
        let proxy = try await TLSServer(http2ProxyTo: origin.port)
        let client = CurlHTTPClient(
            environment: Environment(["AWS_CA_BUNDLE": proxy.authorityPath]), clock: SystemClock(),
            policy: CurlConnectionPolicy(trust: trust))
        let body = noise(10_000_000)
        for _ in 0..<3 {
            let response = try await client.answer(to: HTTPRequest(.post, proxy.endpoint(), body: HTTPBody(body)))
            #expect(response.body == body)
            #expect(response.headers["via"]?.hasPrefix("1.1 nghttpx") == true)
        }
        #expect(origin.requests.count == 3)
        withExtendedLifetime(client) { #expect(heldConnectionCount(to: proxy.port) == 1) }
    }

    @Test("a cancelled request leaves the others alone")
    func cancelled() async throws {
        let origin = try ScriptedServer { connection in
            while let request = connection.nextRequest() {
                if request.requestLine.contains("/never") { _ = connection.waitForClose() }
                connection.respond(body: request.body)
            }
        }
        defer { origin.stop() }
        let proxy = try await TLSServer(http2ProxyTo: origin.port)
        let client = CurlHTTPClient(environment: Environment(["AWS_CA_BUNDLE": proxy.authorityPath]))
        let endpoint = proxy.endpoint()
        let task = Task { await client.error(of: HTTPRequest(.post, endpoint, path: "/never", body: HTTPBody("x"))) }
        #expect(await eventually { origin.requests.contains { $0.requestLine.contains("/never") } })
        let first = try await client.answer(to: HTTPRequest(.post, endpoint, body: HTTPBody("before")))
        #expect(first.body == Data("before".utf8))
        task.cancel()
        #expect(await task.value == .cancelled)
        let second = try await client.answer(to: HTTPRequest(.post, endpoint, body: HTTPBody("after")))
        #expect(second.body == Data("after".utf8))
    }
}
