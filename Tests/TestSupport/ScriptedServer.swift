package import BandUpCore
import Base
package import Foundation
import Glibc
import Synchronization

/// A request as a server saw it.
package struct SeenRequest: Sendable {
    package let connection: Int
    package let requestLine: String
    package let headerLines: [String]
    package let body: Data
    package let isWhole: Bool

    package subscript(name: String) -> String? {
        headerLines.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

/// An HTTP/1.1 server on loopback whose behaviour is a closure, run on a thread for each connection.
package final class ScriptedServer: Sendable {
    private struct State {
        var requests: [SeenRequest] = []
        var connections: [Int32] = []
    }

    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let stopping = Atomic<Bool>(false)

    package init(_ script: @escaping @Sendable (ServerConnection) -> Void = ServerConnection.echo) throws {
        (listener, port) = try Self.listen(backlog: 512)
        Thread.detachNewThread { [self] in
            defer { close(listener) }
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0, !stopping.load(ordering: .relaxed) else { return }
                let index = state.withLock { state in
                    state.connections.append(descriptor)
                    return state.connections.count
                }
                Thread.detachNewThread {
                    script(ServerConnection(descriptor: descriptor, index: index, server: self))
                }
            }
        }
    }

    package var endpoint: HTTPEndpoint { HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: port) }
    /// In the order in which they were complete; cut ones at the moment of the cut.
    package var requests: [SeenRequest] { state.withLock { $0.requests } }
    package var connectionCount: Int { state.withLock { $0.connections.count } }

    fileprivate func record(_ request: SeenRequest) {
        state.withLock { $0.requests.append(request) }
    }

    /// Ends all connections; their descriptors stay until the process ends, so that no number is used twice. Only the
    /// accepting thread closes the listener: closed under its hands, the number could be another server's by the time it
    /// accepts, and that one's client would wait for ever.
    package func stop() {
        stopping.store(true, ordering: .relaxed)
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in state.withLock({ $0.connections }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// A listening socket on loopback, on a free port unless one is asked for.
    package static func listen(on port: Int = 0, backlog: Int32) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = in_port_t(port).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | Glibc.listen(descriptor, backlog) | getsockname(descriptor, $0, &length)
            }
        }
        guard code == 0 else {
            Glibc.close(descriptor)
            throw POSIXError(.EADDRNOTAVAIL)
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// One accepted connection, used by its own thread.
package final class ServerConnection {
    package let index: Int
    private let descriptor: Int32
    private let server: ScriptedServer
    private var received = Data()

    fileprivate init(descriptor: Int32, index: Int, server: ScriptedServer) {
        self.descriptor = descriptor
        self.index = index
        self.server = server
    }

    /// Answers every request with its own body.
    package static let echo: @Sendable (ServerConnection) -> Void = { connection in
        while let request = connection.nextRequest() { connection.respond(body: request.body) }
    }

    /// Reads and records a request; nil when the client has closed or a body was cut.
    /// - Parameter bodyLimit: stops reading there, as if the rest had not come.
    package func nextRequest(bodyLimit: Int = .max) -> SeenRequest? {
        let separator = Data("\r\n\r\n".utf8)
        while received.range(of: separator) == nil {
            guard receiveMore() else { return nil }
        }
        guard let end = received.range(of: separator) else { return nil }
        let lines = String(decoding: received[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        received = Data(received[end.upperBound...])
        let head = SeenRequest(
            connection: index, requestLine: lines[0], headerLines: Array(lines.dropFirst()), body: Data(), isWhole: true
        )
        let length = head["content-length"].flatMap { Int($0) } ?? 0
        while received.count < min(length, bodyLimit), receiveMore() {}
        let body = Data(received.prefix(length))
        received = Data(received.dropFirst(length))
        let request = SeenRequest(
            connection: index, requestLine: head.requestLine, headerLines: head.headerLines, body: body,
            isWhole: body.count == length)
        server.record(request)
        return request.isWhole ? request : nil
    }

    private func receiveMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received.append(contentsOf: buffer[..<count])
        return true
    }

    package func respond(status: Int = 200, headers: [String] = [], body: Data = Data()) {
        let lines = ["HTTP/1.1 \(status) Some Reason", "Content-Length: \(body.count)"] + headers
        send(Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    package func send(_ text: String) { send(Data(text.utf8)) }

    package func send(_ data: Data) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends FIN, as a server that closes an idle connection.
    package func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Sends RST.
    package func reset() {
        // A socket that is closed with unread data, or after this option, resets. The number may be used again at once,
        // which is why it happens on a copy of the descriptor that then is the last one.
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        let placeholder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        dup2(placeholder, descriptor)
        Glibc.close(placeholder)
    }

    /// From now on the kernel drops every packet that arrives here, unacknowledged: what a NAT gateway that has
    /// forgotten the connection does. (A classic BPF program of one instruction: keep 0 bytes.)
    package func dropSilently() -> Bool {
        struct Instruction { var code: UInt16 = 0x06, jt: UInt8 = 0, jf: UInt8 = 0, k: UInt32 = 0 }
        struct Program { var length: UInt16, instructions: UnsafeMutablePointer<Instruction> }
        var instruction = Instruction()
        return withUnsafeMutablePointer(to: &instruction) { pointer in
            var program = Program(length: 1, instructions: pointer)
            return setsockopt(
                descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, socklen_t(MemoryLayout<Program>.size)) == 0
        }
    }

    /// Blocks until the client has closed, or for `seconds`.
    package func waitForClose(seconds: Int = 30) -> Bool {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, 0)
            if count <= 0 { return count == 0 || errno == ECONNRESET }
        }
    }
}
