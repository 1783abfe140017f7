import Base
import Foundation
import Synchronization

@testable import BandUpCore

/// Stands where the transport is: answers from a list, the last entry for ever, and keeps what it was sent.
final class ScriptedGeminiServer: HTTPClient {
    enum Step: Sendable {
        case golden(String, status: Int = 200, headers: HTTPHeaders = [:])
        case failure(HTTPClientError)
    }

    struct Sent: Sendable {
        let request: HTTPRequest
        let timeouts: HTTPTimeouts
    }

    private let steps: [Step]
    private let state = Mutex<[Sent]>([])

    init(_ steps: Step...) {
        self.steps = steps
    }

    var sent: [Sent] { state.withLock { $0 } }
    var keys: [String?] { sent.map { $0.request.headers["x-goog-api-key"] } }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        let index = state.withLock { sent in
            sent.append(Sent(request: request, timeouts: timeouts))
            return min(sent.count, steps.count) - 1
        }
        switch steps[index] {
        case .failure(let error): throw error
        case .golden(let name, let status, let headers):
            guard let body = try? GeminiGolden.data(name) else { throw .transport(reason: "no golden file \(name)") }
            return HTTPResponse(status: status, headers: headers, body: body)
        }
    }
}

/// Gives key 1, and the next number after each invalidation.
actor RotatingAPIKey: APIKeyProvider {
    private(set) var invalidated: [String] = []

    func key(deadline: Deadline) async throws -> String { "key-\(invalidated.count + 1)" }
    func invalidate(_ key: String) { invalidated.append(key) }
}

extension HTTPBody {
    /// The body's bytes as they would go over the wire.
    func assembled() throws -> Data {
        try segments.reduce(into: Data()) { result, segment in
            switch segment {
            case .bytes(let data): result += data
            case .file(let path, _): result += try Data(contentsOf: URL(filePath: path))
            case .filePart(let path, let offset, let byteCount):
                result += try Data(contentsOf: URL(filePath: path))[offset..<(offset + byteCount)]
            case .base64OfFile(let path, _):
                result += try Data(contentsOf: URL(filePath: path)).base64EncodedData()
            }
        }
    }
}
