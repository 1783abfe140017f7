import Base
import Foundation
import Glibc
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlFailureTests {
    private let generous = HTTPTimeouts(connect: .seconds(10), stall: .seconds(20), total: .seconds(30))

    @Test("a port where nobody listens is a failed connection")
    func refused() async throws {
        let (descriptor, port) = try ScriptedServer.listen(backlog: 1)
        close(descriptor)
        let endpoint = HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: port)
        let error = await CurlHTTPClient().error(of: HTTPRequest(.post, endpoint, body: HTTPBody("x")))
        guard case .connect(host: "127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a name that does not exist is a failed resolution, or at worst a failed connection in time")
    func unknownName() async {
        let endpoint = HTTPEndpoint(scheme: .http, host: "no-such-host.invalid")
        let error = await CurlHTTPClient().error(
            of: HTTPRequest(.get, endpoint), timeouts: HTTPTimeouts(connect: .seconds(1), total: nil))
        #expect(error == .nameResolution(host: endpoint.host) || error == .timedOut(.connect))
    }

    @Test("a server that does not accept runs into the connect timeout")
    func connectTimeout() async throws {
        let (listener, port) = try ScriptedServer.listen(backlog: 0)
        defer { close(listener) }
        // Linux drops further connection attempts once the queue of accepted ones is full.
        let fillers = try (0..<4).map { _ in try Self.connectWithoutWaiting(to: port) }
        defer { for filler in fillers { close(filler) } }
        try await Task.sleep(for: .milliseconds(50))
        let endpoint = HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: port)
        let error = await CurlHTTPClient().error(
            of: HTTPRequest(.get, endpoint), timeouts: HTTPTimeouts(connect: .milliseconds(200), total: .seconds(20)))
        #expect(error == .timedOut(.connect))
    }

    @Test("silence runs into the stall timeout, before the answer and in the middle of it", arguments: [true, false])
    func stall(hasBegun: Bool) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            if hasBegun { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc") }
            _ = connection.waitForClose()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(
            of: HTTPRequest(.get, server.endpoint),
            timeouts: HTTPTimeouts(stall: .milliseconds(200), total: .seconds(30)))
        #expect(error == .timedOut(.stall))
    }

    @Test("an answer that keeps trickling is not stalled, but ends at the total timeout")
    func trickle() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.nextRequest() {
                let count = request.requestLine.contains("/endless") ? 400 : 10
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
                for _ in 0..<count {
                    connection.send("x")
                    usleep(100_000)
                }
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let slow = try await client.answer(
            to: HTTPRequest(.get, server.endpoint), timeouts: HTTPTimeouts(stall: .milliseconds(700), total: nil))
        #expect(slow.body.count == 10)
        let error = await client.error(
            of: HTTPRequest(.get, server.endpoint, path: "/endless"),
            timeouts: HTTPTimeouts(stall: .seconds(20), total: .milliseconds(500)))
        #expect(error == .timedOut(.total))
    }

    @Test("cancellation ends a request at once and closes its connection")
    func cancellation() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            _ = connection.waitForClose()
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let endpoint = server.endpoint
        let task = Task { await client.error(of: HTTPRequest(.post, endpoint, body: HTTPBody("x"))) }
        #expect(await eventually { server.requests.count == 1 })
        let start = ContinuousClock.now
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(start.duration(to: .now) < .seconds(2))
        #expect(await eventually { heldConnectionCount(to: server.port) == 0 })
        withExtendedLifetime(client) {}
    }

    @Test("a request of a task that is cancelled already is never sent")
    func cancelledBefore() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        let endpoint = server.endpoint
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await client.error(of: HTTPRequest(.get, endpoint))
        }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test("a hundred requests cancelled at random moments all end, and the client goes on working")
    func cancellationStorm() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        let request = HTTPRequest(.post, server.endpoint, body: HTTPBody(noise(200_000)))
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                group.addTask {
                    let task = Task {
                        do throws(HTTPClientError) {
                            let response = try await client.answer(to: request)
                            #expect(response.body.count == 200_000)
                        } catch {
                            #expect(error == .cancelled)
                        }
                    }
                    try? await Task.sleep(for: .microseconds(index * 200))
                    task.cancel()
                    await task.value
                }
            }
        }
        #expect(try await client.answer(to: request).body.count == 200_000)
    }

    @Test("cancellation does not wait for the resolver")
    func cancellationWhileResolving() async throws {
        let client = CurlHTTPClient()
        let request = HTTPRequest(.get, HTTPEndpoint(scheme: .http, host: "no-such-host.invalid"))
        let task = Task { await client.error(of: request, timeouts: HTTPTimeouts(connect: .seconds(20), total: nil)) }
        try await Task.sleep(for: .milliseconds(20))
        let start = ContinuousClock.now
        task.cancel()
        let error = await task.value
        #expect(error == .cancelled || error == .nameResolution(host: "no-such-host.invalid"))
        #expect(start.duration(to: .now) < .seconds(2))
    }

    @Test(
        "an answer that ends early is a lost connection, not a short body",
        arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
    func cutBody(framing: String) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.send("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n5\r\nhello\r\n")
            connection.close()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(of: HTTPRequest(.get, server.endpoint))
        #expect(error == .connectionLost(requestMayHaveArrived: true))
    }

    @Test("what is not HTTP is an error of the transport")
    func notHTTP() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.send("220 mail.example ESMTP\r\n")
            connection.close()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(of: HTTPRequest(.get, server.endpoint))
        guard case .transport = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("an answer over the limit ends the transfer, announced or not", arguments: [true, false])
    func tooLarge(isAnnounced: Bool) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.send("HTTP/1.1 200 OK\r\n\(isAnnounced ? "Content-Length: 1000000\r\n" : "")\r\n")
            connection.send(noise(1_000_000))
            connection.close()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(of: HTTPRequest(.get, server.endpoint), into: .memory(limit: 999_999))
        #expect(error == .responseTooLarge(limit: 999_999))
    }

    @Test("an answer of exactly the limit is taken")
    func exactlyTheLimit() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let body = noise(100_000)
        let response = try await CurlHTTPClient().answer(
            to: HTTPRequest(.post, server.endpoint, body: HTTPBody(body)), into: .memory(limit: 100_000))
        #expect(response.body == body)
    }

    private static func connectWithoutWaiting(to port: Int) throws -> Int32 {
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
