import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite struct CurlResponseReceiverTests {
    private func receive(_ lines: [String], into receiver: inout CurlResponseReceiver) -> Bool {
        for line in lines {
            let isTaken = Data(line.utf8).withUnsafeBytes { receiver.receiveHeaderLine($0) }
            if !isTaken { return false }
        }
        return true
    }

    @Test("interim responses and trailers leave no trace")
    func interim() throws {
        var receiver = CurlResponseReceiver(.get, sink: .memory)
        #expect(
            receive(
                [
                    "HTTP/1.1 100 Continue\r\n", "X: interim\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "Y: final\r\n",
                    "\r\n",
                    "Z: trailer\r\n", "\r\n",
                ], into: &receiver))
        let response = try receiver.finish()
        #expect(response.status == 200)
        #expect(response.headers == ["Y": "final"])
    }

    @Test("HTTP/2 status lines, folded values and values with colons are read")
    func odd() throws {
        var receiver = CurlResponseReceiver(.get, sink: .memory)
        #expect(
            receive(
                ["HTTP/2 404 \r\n", "a: b:c\r\n", "folded: one\r\n", " \t two\r\n", "nonsense\r\n", "\n"],
                into: &receiver))
        let response = try receiver.finish()
        #expect(response.status == 404)
        #expect(response.headers == ["a": "b:c", "folded": "one two"])
    }

    @Test("an endless head ends the transfer")
    func endlessHead() {
        var receiver = CurlResponseReceiver(.get, sink: .memory)
        let line = "X: \(String(repeating: "a", count: 1000))\r\n"
        #expect(!receive(["HTTP/1.1 200 OK\r\n"] + Array(repeating: line, count: 100), into: &receiver))
        #expect(receiver.failure == .transport(reason: "the response's head is larger than 65536 bytes"))
    }

    @Test("the body of an error that was to go to a file is limited too")
    func errorBody() {
        var receiver = CurlResponseReceiver(.get, sink: .file(path: "/nonexistent/x", limit: 1 << 30))
        #expect(receive(["HTTP/1.1 500 \r\n", "\r\n"], into: &receiver))
        let isTaken = Data(count: (1 << 20) + 1).withUnsafeBytes { receiver.receiveBody($0) }
        #expect(!isTaken)
        #expect(receiver.failure == .responseTooLarge(limit: 1 << 20))
    }
}
