import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

/// A Files API in memory that can lose the end of an upload, or the answer to it.
private final class FilesServer: HTTPClient {
    struct State {
        var requests: [(method: HTTPRequest.Method, path: String, headers: HTTPHeaders)] = []
        var received = Data()
        var name: String?
        var isFinal = false
        var looks = 0
        var deleted: [String] = []
    }

    enum Fault { case none, cut(after: Int), lostAnswer, failedState, foreignUploadURL }

    let fault: Fault
    let state = Mutex(State())

    init(_ fault: Fault = .none) { self.fault = fault }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        let body = (try? request.body.assembled()) ?? Data()
        let command = request.headers["X-Goog-Upload-Command"]
        let answer: Result<HTTPResponse, HTTPClientError> = state.withLock { state in
            state.requests.append((request.method, request.path, request.headers))
            switch (request.method, command) {
            case (.post, "start"):
                let metadata = try? JSONDecoder().decode([String: [String: String]].self, from: body)
                state.name = metadata?["file"]?["name"]
                var url = "http://files.test:81/upload/v1beta/files?upload_id=7"
                if case .foreignUploadURL = fault { url = "http://elsewhere.test/upload" }
                return .success(HTTPResponse(status: 200, headers: ["X-Goog-Upload-URL": url]))
            case (.post, "query"):
                return .success(
                    HTTPResponse(
                        status: 200,
                        headers: [
                            "X-Goog-Upload-Status": state.isFinal ? "final" : "active",
                            "X-Goog-Upload-Size-Received": "\(state.received.count)",
                        ]))
            case (.post, _):
                guard request.headers["X-Goog-Upload-Offset"] == "\(state.received.count)" else {
                    return .success(HTTPResponse(status: 400))
                }
                if case .cut(let count) = fault, state.received.isEmpty {
                    state.received = body.prefix(count)
                    return .failure(.connectionLost(requestMayHaveArrived: true))
                }
                state.received += body
                state.isFinal = true
                if case .lostAnswer = fault { return .failure(.connectionLost(requestMayHaveArrived: true)) }
                return .success(
                    HTTPResponse(status: 200, body: Data("{\"file\":\(Self.file(state, "PROCESSING"))}".utf8)))
            case (.get, _):
                state.looks += 1
                var name = state.looks < 2 ? "PROCESSING" : "ACTIVE"
                if case .failedState = fault { name = "FAILED" }
                return .success(HTTPResponse(status: 200, body: Data(Self.file(state, name).utf8)))
            case (.delete, _):
                state.deleted.append(request.path)
                return .success(HTTPResponse(status: 200, body: Data("{}".utf8)))
            default: return .success(HTTPResponse(status: 405))
            }
        }
        return try answer.get()
    }

    private static func file(_ state: State, _ name: String) -> String {
        "{\"name\":\"\(state.name ?? "")\",\"uri\":\"http://files.test:81/v1beta/\(state.name ?? "")\",\"state\":\"\(name)\"}"
    }
}

@Suite struct GeminiFilesTests {
    private static let content = Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    private let clock = SteppingClock()

    private func upload<Result: Sendable>(
        to server: FilesServer, _ body: (GeminiFile) async throws(ModelError) -> Result
    ) async throws -> Result {
        let path = NSTemporaryDirectory() + "bandup-files-\(UUID().uuidString)"
        try Self.content.write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let files = GeminiFiles(
            http: server, keys: StaticAPIKey("key"), endpoint: try #require(HTTPEndpoint("http://files.test:81")),
            clock: clock)
        return try await files.withUploaded(
            path: path, byteCount: Self.content.count, mimeType: "audio/wav", deadline: .after(.seconds(60), on: clock),
            logger: nil, body)
    }

    @Test("a file is uploaded, waited for until it is active, used and deleted")
    func happyPath() async throws {
        let server = FilesServer()
        let state = try await upload(to: server) { (file: GeminiFile) in file.state }
        #expect(state == .active)
        server.state.withLock { state in
            #expect(state.received == Self.content)
            #expect(state.looks == 2)
            #expect(state.deleted == ["/v1beta/\(state.name ?? "?")"])
            // The upload URL is a right of its own; the key goes to the API alone, and never into a URL.
            let upload = state.requests.first { $0.headers["X-Goog-Upload-Command"] == "upload, finalize" }
            #expect(upload?.headers["x-goog-api-key"] == nil)
        }
    }

    @Test("an upload that is cut goes on where it was cut")
    func resumed() async throws {
        let server = FilesServer(.cut(after: 4096))
        _ = try await upload(to: server) { (file: GeminiFile) in file.name }
        server.state.withLock { state in
            #expect(state.received == Self.content)
            #expect(state.requests.compactMap { $0.headers["X-Goog-Upload-Offset"] } == ["0", "4096"])
        }
    }

    @Test("an upload whose answer was lost is found by its name, and deleted")
    func lostAnswer() async throws {
        let server = FilesServer(.lostAnswer)
        let name = try await upload(to: server) { (file: GeminiFile) in file.name }
        server.state.withLock { #expect($0.deleted == ["/v1beta/\(name)"]) }
    }

    @Test("the file is deleted when its use fails")
    func deletedAfterFailure() async throws {
        let server = FilesServer()
        await #expect(throws: ModelError.self) {
            try await upload(to: server) { (_: GeminiFile) async throws(ModelError) -> Int in
                throw ModelError(.malformedAnswer)
            }
        }
        server.state.withLock { #expect($0.deleted.count == 1) }
    }

    @Test("the file is deleted when the job is cancelled meanwhile")
    func deletedAfterCancellation() async throws {
        let server = FilesServer()
        let task = Task {
            try await upload(to: server) { (_: GeminiFile) async throws(ModelError) -> Int in
                withUnsafeCurrentTask { $0?.cancel() }
                throw ModelError(.transport(.cancelled))
            }
        }
        _ = await task.result
        server.state.withLock { #expect($0.deleted.count == 1) }
    }

    @Test("a file that fails on Google's side, and an upload URL of another host, are errors that leave nothing behind")
    func refused() async throws {
        for fault in [FilesServer.Fault.failedState, .foreignUploadURL] {
            let server = FilesServer(fault)
            await #expect(throws: ModelError.self) {
                try await upload(to: server) { (file: GeminiFile) in file.name }
            }
            server.state.withLock { state in
                #expect(state.deleted.count == 1)
                #expect(state.received.isEmpty || state.isFinal)
            }
        }
    }
}
