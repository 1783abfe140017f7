import BandUpCore
import Base
import Foundation
import TestSupport

@testable import BandUpLambda

/// A small HTTP/1.1 server on loopback that answers out of a list, in turn, whatever is asked; for what a fake can't
/// show: connections, time limits, processes. One thread accepts, one serves each connection.
final class RuntimeAPIServer: @unchecked Sendable {
    enum Answer: Sendable {
        case response(status: Int, headers: [String: String], body: Data)
        /// Nothing for so long, then the connection is closed.
        case silence(seconds: Double)
        case closeConnection

        static func status(_ status: Int) -> Answer { .response(status: status, headers: [:], body: Data()) }

        static func invocation(_ id: String, _ event: String, headers: [String: String] = [:]) -> Answer {
            let deadline = Int64((Date().timeIntervalSince1970 + 60) * 1000)
            return .response(
                status: 200,
                headers: [
                    "Lambda-Runtime-Aws-Request-Id": id, "Lambda-Runtime-Deadline-Ms": "\(deadline)",
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:1:function:f",
                ].merging(headers) { $1 }, body: Data(event.utf8))
        }
    }

    struct Request: Sendable {
        let line: String
        /// Names in lower case.
        let headers: [String: String]
        let body: Data
    }

    let port: Int
    private let listener: Int32
    // Guarded by `lock`: connections are served by threads of their own.
    private let lock = NSLock()
    private var answers: [Answer]
    private var received: [Request] = []
    private var accepted = 0
    private var isStopped = false

    var requests: [Request] { lock.withLock { received } }
    var connectionCount: Int { lock.withLock { accepted } }
    var address: String { "127.0.0.1:\(port)" }

    /// - Parameter answers: given in turn; silence once they are used up.
    init(_ answers: [Answer]) throws {
        self.answers = answers
        (listener, port) = try ScriptedServer.listen(backlog: 64)
        Thread.detachNewThread { self.acceptConnections() }
    }

    /// From here on connections are refused. Only the accepting thread closes the listener: closed under its hands, the
    /// descriptor could be another server's by the time it accepts.
    func stop() {
        lock.withLock { isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptConnections() {
        defer { close(listener) }
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            lock.withLock { accepted += 1 }
            Thread.detachNewThread {
                self.serve(connection)
                close(connection)
            }
        }
    }

    private func serve(_ connection: Int32) {
        var buffer = Data()
        while let request = read(from: connection, &buffer) {
            let answer = lock.withLock {
                received.append(request)
                return answers.isEmpty ? .silence(seconds: 60) : answers.removeFirst()
            }
            switch answer {
            case .closeConnection: return
            case .silence(let seconds):
                let end = Date(timeIntervalSinceNow: seconds)
                while Date() < end, !lock.withLock({ isStopped }) { usleep(10_000) }
                return
            case .response(let status, let headers, let body):
                var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
                for (name, value) in headers { head += "\(name): \(value)\r\n" }
                guard write(Data("\(head)\r\n".utf8) + body, to: connection) else { return }
            }
        }
    }

    private func read(from connection: Int32, _ buffer: inout Data) -> Request? {
        let blankLine = Data("\r\n\r\n".utf8)
        while buffer.range(of: blankLine) == nil { guard fill(&buffer, from: connection) else { return nil } }
        guard let end = buffer.range(of: blankLine) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        buffer = Data(buffer[end.upperBound...])
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        if headers["expect"] == "100-continue", !write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8), to: connection) {
            return nil
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        while buffer.count < length { guard fill(&buffer, from: connection) else { return nil } }
        let body = Data(buffer.prefix(length))
        buffer = Data(buffer.dropFirst(length))
        return Request(line: lines[0], headers: headers, body: body)
    }

    private func fill(_ buffer: inout Data, from connection: Int32) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(connection, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: bytes[..<count])
        return true
    }

    private func write(_ data: Data, to connection: Int32) -> Bool {
        data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var rest = bytes
            while !rest.isEmpty {
                let sent = send(connection, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(sent))
            }
            return true
        }
    }
}
