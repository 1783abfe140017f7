package import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
package import FoundationEssentials
import Synchronization

/// A service behind the real clients: a closure answers, files are written where a client wants them, every request is
/// kept.
package final class FakeHTTPService: HTTPClient {
    package typealias Answer = @Sendable (HTTPRequest) throws(HTTPClientError) -> HTTPResponse

    /// Answers without keeping the request, for a service behind another one.
    public let answer: Answer
    private let state = Mutex<[HTTPRequest]>([])

    package init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    package var requests: [HTTPRequest] { state.withLock { $0 } }

    package func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        state.withLock { $0.append(request) }
        let response = try answer(request)
        switch sink {
        case .memory(let limit), .file(_, let limit):
            guard response.body.count <= limit else { throw .responseTooLarge(limit: limit) }
        }
        guard case .file(let path, _) = sink, response.isSuccess else { return response }
        do {
            try response.body.write(to: URL(filePath: path))
        } catch {
            throw .file(path: path, reason: "not written")
        }
        return HTTPResponse(status: response.status, headers: response.headers)
    }

    /// S3 with these objects, by path, which may be fetched, stored and removed.
    package static func storage(_ objects: [String: Data] = [:]) -> FakeHTTPService {
        let stored = Box(objects)
        return FakeHTTPService { request in stored.answer(request) }
    }

    private final class Box: Sendable {
        private let objects: Mutex<[String: Data]>

        init(_ objects: [String: Data]) {
            self.objects = Mutex(objects)
        }

        func answer(_ request: HTTPRequest) -> HTTPResponse {
            objects.withLock { objects in
                let place = "\(request.endpoint.host.prefix { $0 != "." })\(request.path)"
                switch request.method {
                case .put:
                    objects[place] = request.body.bytes
                    return HTTPResponse(status: 200)
                case .delete:
                    objects[place] = nil
                    return HTTPResponse(status: 204)
                default:
                    guard let object = objects[place] else {
                        return HTTPResponse(status: 404, body: Data("<Error><Code>NoSuchKey</Code></Error>".utf8))
                    }
                    return HTTPResponse(status: 200, headers: ["content-length": "\(object.count)"], body: object)
                }
            }
        }
    }
}

extension S3Client {
    package init(_ http: any HTTPClient) {
        self.init(configuration: .test(), http: http, clock: SteppingClock())
    }
}
