import Base
import Foundation
import Glibc
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct CurlFileSinkTests {
    @Test("a 2xx body goes to a file that only its owner may read")
    func success() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("object")
        let server = try ScriptedServer()
        defer { server.stop() }
        let content = noise(3_000_000)
        let response = try await CurlHTTPClient().answer(
            to: HTTPRequest(.post, server.endpoint, body: HTTPBody(content)),
            into: .file(path: path, limit: 3_000_000))
        #expect(response.status == 200 && response.body.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(await eventually { folder.openDescriptorCount == 0 })
    }

    @Test("an empty 2xx body makes an empty file")
    func empty() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("object")
        let server = try ScriptedServer()
        defer { server.stop() }
        _ = try await CurlHTTPClient().answer(
            to: HTTPRequest(.get, server.endpoint), into: .file(path: path, limit: 10))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    }

    @Test("a file that is there is replaced, whatever its permissions, and a symbolic link is not followed")
    func replaces() async throws {
        let folder = try TemporaryFolder()
        let other = try folder.file("other", Data("untouched".utf8))
        let path = try folder.file("object")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
        let server = try ScriptedServer()
        defer { server.stop() }
        _ = try await CurlHTTPClient().answer(
            to: HTTPRequest(.post, server.endpoint, body: HTTPBody("new")), into: .file(path: path, limit: 10))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("new".utf8))
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == Data("untouched".utf8))
    }

    @Test("the body of an error stays in memory and makes no file")
    func errorBody() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("object", Data("old".utf8))
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.respond(status: 404, body: Data("<Error><Code>NoSuchKey</Code></Error>".utf8))
        }
        defer { server.stop() }
        let response = try await CurlHTTPClient().answer(
            to: HTTPRequest(.get, server.endpoint), into: .file(path: path, limit: 1))
        #expect(response.status == 404 && response.body.count == 37)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("old".utf8))
    }

    @Test("a file that could not be completed is removed", arguments: ["cut", "long", "cancelled"])
    func removed(fault: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("object")
        let server = try ScriptedServer { connection in
            _ = connection.nextRequest()
            connection.send("HTTP/1.1 200 OK\r\n\(fault == "long" ? "" : "Content-Length: 9000000\r\n")\r\n")
            connection.send(noise(1_000_000))
            if fault == "cancelled" { _ = connection.waitForClose() }
            connection.close()
        }
        defer { server.stop() }
        let endpoint = server.endpoint
        let task = Task {
            await CurlHTTPClient().error(
                of: HTTPRequest(.get, endpoint), into: .file(path: path, limit: fault == "long" ? 500_000 : 10_000_000))
        }
        if fault == "cancelled" {
            #expect(await eventually { FileManager.default.fileExists(atPath: path) })
            task.cancel()
        }
        let expected: [String: HTTPClientError] = [
            "cut": .connectionLost(requestMayHaveArrived: true), "long": .responseTooLarge(limit: 500_000),
            "cancelled": .cancelled,
        ]
        #expect(await task.value == expected[fault])
        #expect(await eventually { !FileManager.default.fileExists(atPath: path) })
        #expect(await eventually { folder.openDescriptorCount == 0 })
    }

    @Test("a file that can't be created is an error of the file")
    func unwritable() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer()
        defer { server.stop() }
        for path in [folder.path, "\(folder.path)/no/such/folder/object"] {
            let error = await CurlHTTPClient().error(
                of: HTTPRequest(.post, server.endpoint, body: HTTPBody("x")), into: .file(path: path, limit: 10))
            guard case .file(path, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test("a full disk is an error of the file, in the system's words")
    func fullDisk() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        let folder = try TemporaryFolder()
        let path = try folder.file("object", Data())
        let file = CurlResponseFile(path: path, descriptor: descriptor)
        #expect(throws: HTTPClientError.file(path: path, reason: "No space left on device")) {
            try noise(10).withUnsafeBytes { try file.write($0) }
        }
    }
}
