import Base
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

/// What a thawed function meets: connections that are dead, known to it or not.
@Suite struct CurlConnectionReuseTests {
    private let body = noise(300_000)
    /// No test waits for the real ten seconds.
    private let wary = CurlConnectionPolicy(trust: .zero, acknowledgement: .milliseconds(300))

    private func post(_ server: ScriptedServer, _ body: Data) -> HTTPRequest {
        HTTPRequest(.post, server.endpoint, body: HTTPBody(body))
    }

    @Test("a POST after the server closed the idle connection arrives once, whole, on a new one")
    func closedWhileIdle() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.nextRequest() {
                connection.respond(body: request.body)
                if connection.index == 1 { return connection.close() }
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        let response = try await client.answer(to: post(server, body))
        #expect(response.body == body)
        #expect(start.duration(to: .now) < .seconds(2))
        #expect(server.requests.map(\.body) == [Data("first".utf8), body])
    }

    @Test(
        "a request on a connection that was silently dropped arrives once, whole, within seconds",
        arguments: [HTTPRequest.Method.post, .put, .get])
    func silentlyDropped(method: HTTPRequest.Method) async throws {
        let isDropped = Atomic<Bool>(false)
        let server = try ScriptedServer { connection in
            while let request = connection.nextRequest() {
                connection.respond(body: request.body)
                if connection.index == 1 {
                    isDropped.store(connection.dropSilently(), ordering: .relaxed)
                    usleep(20_000_000)
                    return
                }
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient(policy: wary)
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        try #require(await eventually { isDropped.load(ordering: .relaxed) })
        let start = ContinuousClock.now
        let sent = method == .get ? Data() : body
        let response = try await client.answer(to: HTTPRequest(method, server.endpoint, body: HTTPBody(sent)))
        #expect(response.body == sent)
        #expect(start.duration(to: .now) < .seconds(5))
        #expect(server.requests.map(\.body) == [Data("first".utf8), sent])
        #expect(server.connectionCount == 2)
        // The dead one is not met again.
        _ = try await client.answer(to: post(server, body))
        #expect(server.connectionCount == 2)
    }

    @Test("a connection whose answer lay unread while the function was frozen is not used again")
    func answerFromBeforeAFreeze() async throws {
        let clock = TestClock()
        let server = try ScriptedServer { connection in
            while let request = connection.nextRequest() {
                if connection.index == 1 { clock.advance(by: .seconds(60)) }
                connection.respond(body: request.body)
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient(environment: Environment([:]), clock: clock, policy: CurlConnectionPolicy())
        for _ in 1...3 { _ = try await client.answer(to: post(server, body)) }
        #expect(server.connectionCount == 2)
    }

    @Test("a connection on loopback is kept however long an invocation takes")
    func loopback() async throws {
        let clock = TestClock()
        let server = try ScriptedServer { connection in
            while let request = connection.nextRequest() { connection.respond(body: request.body) }
        }
        defer { server.stop() }
        let client = CurlHTTPClient(environment: Environment([:]), clock: clock, policy: .loopback)
        let patient = HTTPTimeouts(stall: .seconds(365 * 86400), total: nil)
        for method in [HTTPRequest.Method.get, .post, .get] {
            let request = HTTPRequest(
                method, server.endpoint, body: method == .get ? .empty : HTTPBody(Data("{}".utf8)))
            #expect(try await client.send(request, timeouts: patient, into: .memory).status == 200)
            clock.advance(by: .seconds(900))
        }
        #expect(server.connectionCount == 1)
    }

    @Test("a live connection that was idle carries the next POST once the head is acknowledged")
    func aliveAfterIdling() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient(policy: CurlConnectionPolicy(trust: .zero, acknowledgement: .seconds(10)))
        for _ in 0..<20 {
            #expect(try await client.answer(to: post(server, body)).body == body)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(server.requests.count == 20)
        #expect(server.connectionCount == 1)
    }

    @Test("a POST that was sent whole when its reused connection died is not sent again")
    func notSentTwice() async throws {
        let server = try ScriptedServer { connection in
            guard let first = connection.nextRequest() else { return }
            connection.respond(body: first.body)
            _ = connection.nextRequest()
            connection.close()
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        let error = await client.error(of: post(server, Data("paid for".utf8)))
        #expect(error == .connectionLost(requestMayHaveArrived: true))
        #expect(server.requests.map(\.body) == [Data("first".utf8), Data("paid for".utf8)])
    }

    @Test("the same with a body larger than the socket's buffers, and with a reset")
    func largeNotSentTwice() async throws {
        let server = try ScriptedServer { connection in
            guard let first = connection.nextRequest() else { return }
            connection.respond(body: first.body)
            _ = connection.nextRequest()
            connection.reset()
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let large = noise(8_000_000)
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        let error = await client.error(of: post(server, large))
        #expect(error == .connectionLost(requestMayHaveArrived: true))
        #expect(server.requests.map(\.body) == [Data("first".utf8), large])
    }

    @Test(
        "an idempotent request is sent once more when its reused connection died",
        arguments: [HTTPRequest.Method.get, .put])
    func idempotentAgain(method: HTTPRequest.Method) async throws {
        let server = try ScriptedServer { connection in
            guard let first = connection.nextRequest() else { return }
            connection.respond(body: first.body)
            guard connection.index > 1 || connection.nextRequest() == nil else { return connection.close() }
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let sent = method == .get ? Data() : body
        let request = HTTPRequest(method, server.endpoint, body: HTTPBody(sent))
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        #expect(try await client.answer(to: request).body == sent)
        #expect(server.requests.map(\.body) == [Data("first".utf8), sent, sent])
    }

    @Test("a POST cut in the middle of its body on a reused connection moves to a new one")
    func cutWhileSending() async throws {
        let server = try ScriptedServer { connection in
            guard let first = connection.nextRequest() else { return }
            connection.respond(body: first.body)
            if connection.index == 1 {
                _ = connection.nextRequest(bodyLimit: 100_000)
                connection.reset()
            }
        }
        defer { server.stop() }
        let client = CurlHTTPClient()
        let large = noise(20_000_000)
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        let response = try await client.answer(to: post(server, large), into: .memory(limit: large.count))
        #expect(response.body == large)
        #expect(server.requests.filter(\.isWhole).map(\.body) == [Data("first".utf8), large])
    }

    @Test("a POST cut in the middle of its body on a new connection has certainly not arrived")
    func cutOnNewConnection() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest(bodyLimit: 100_000)
            connection.reset()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(of: post(server, noise(20_000_000)))
        #expect(error == .connectionLost(requestMayHaveArrived: false))
        #expect(server.requests.count == 1)
    }

    @Test(
        "a new connection that dies is not tried again, whatever the method",
        arguments: [HTTPRequest.Method.get, .post])
    func newConnectionLost(method: HTTPRequest.Method) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.close()
        }
        defer { server.stop() }
        let error = await CurlHTTPClient().error(of: HTTPRequest(method, server.endpoint, body: HTTPBody("x")))
        #expect(error == .connectionLost(requestMayHaveArrived: true))
        #expect(server.requests.count == 1)
    }

    @Test("a POST without a body never meets a reused connection")
    func emptyPost() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let client = CurlHTTPClient()
        for _ in 0..<3 { _ = try await client.answer(to: post(server, Data())) }
        #expect(server.connectionCount == 3)
    }

    @Test("after an hour on the wall clock no old connection is used, though the monotonic clock stood still")
    func frozenClock() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let clock = SteppingClock()
        let client = CurlHTTPClient(clock: clock)
        for _ in 0..<2 { _ = try await client.answer(to: post(server, body)) }
        #expect(server.connectionCount == 1)
        clock.advance(by: .seconds(3600))
        for _ in 0..<2 { #expect(try await client.answer(to: post(server, body)).body == body) }
        #expect(server.connectionCount == 2)
        #expect(server.requests.count == 4)
    }

    @Test("what stays unacknowledged ends the connection long before the stall timeout")
    func unacknowledged() async throws {
        let server = try ScriptedServer { connection in
            guard let first = connection.nextRequest(), connection.dropSilently() else { return }
            connection.respond(body: first.body)
            usleep(20_000_000)
        }
        defer { server.stop() }
        let client = CurlHTTPClient(policy: CurlConnectionPolicy(trust: .seconds(60), unacknowledged: .seconds(1)))
        _ = try await client.answer(to: post(server, Data("first".utf8)))
        let start = ContinuousClock.now
        let error = await client.error(
            of: post(server, Data("second".utf8)), timeouts: HTTPTimeouts(stall: .seconds(60), total: .seconds(60)))
        #expect(error == .connectionLost(requestMayHaveArrived: true))
        #expect(start.duration(to: .now) < .seconds(15))
    }
}
