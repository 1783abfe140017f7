import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlRequestCheckTests {
    private let endpoint = HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: 1)

    @Test(
        "a header that would break out of its line is refused before anything is sent",
        arguments: [
            ("X", "a\r\nEvil: 1"), ("X", "a\nEvil: 1"), ("X", "a\rb"), ("X", "a\0b"), ("X", "a\u{7F}"),
            ("X\r\nEvil", "1"),
            ("X: Y", "1"), ("", "1"), ("X Y", "1"), ("Ä", "1"), ("Content-Length", "5"),
            ("Transfer-Encoding", "chunked"),
            ("Expect", "100-continue"),
        ])
    func headers(name: String, value: String) async {
        let error = await CurlHTTPClient().error(of: HTTPRequest(.get, endpoint, headers: [name: value]))
        guard case .transport(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("Evil"))
    }

    @Test(
        "a path or query that is not percent-encoded is refused",
        arguments: ["", "a", "/a b", "/a\r\nEvil: 1", "/a\0", "/ä", "/a#b", "/a\u{7F}"])
    func paths(path: String) async {
        for request in [HTTPRequest(.get, endpoint, path: path), HTTPRequest(.get, endpoint, query: path + " ")] {
            guard case .transport = await CurlHTTPClient().error(of: request) else {
                Issue.record("taken: \(path)")
                continue
            }
        }
    }

    @Test(
        "a host with a path, a user or a line break in it is refused", arguments: ["", "a/b", "u@a", "a\r\nb", "a b"])
    func hosts(host: String) async {
        let endpoint = HTTPEndpoint(scheme: .http, host: host)
        guard case .transport = await CurlHTTPClient().error(of: HTTPRequest(.get, endpoint)) else {
            Issue.record("taken: \(host)")
            return
        }
    }

    @Test("text beyond ASCII, tabs and every byte of a body go through")
    func allowed() async throws {
        let server = try ScriptedServer()
        defer { server.stop() }
        let everyByte = Data((0...255).map { UInt8($0) })
        let response = try await CurlHTTPClient().answer(
            to: HTTPRequest(
                .post, server.endpoint, headers: ["X": "Grüße\t你好", "Content-Length": "256"], body: HTTPBody(everyByte))
        )
        #expect(response.body == everyByte)
        #expect(server.requests.first?["x"] == "Grüße\t你好")
        #expect(server.requests.first?.headerLines.count { $0.hasPrefix("Content-Length") } == 1)
    }
}
