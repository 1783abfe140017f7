import BandUpCore
import Base
import Foundation
import FoundationNetworking

#if !Slim

/// The transport of the Runtime API: plain HTTP to an emulator or to Lambda on loopback.
///
/// Everything that leaves the machine goes through `CurlHTTPClient`; docs/decisions/0001-two-transports.md says why.
/// Limits that come from URLSession on Linux and do no harm on loopback: request bodies must be in memory, responses
/// go to memory only and are held against the limit once they are complete, `connect` has no time limit of its own
/// (it falls under `stall`), and redirects are followed.
struct URLSessionHTTPClient: HTTPClient {
    // One session for the process's life. Sessions that are invalidated crash in tear-down now and then
    // (swift-corelibs-foundation 3497, 5469), and a second one would open a second connection.
    private let session: URLSession

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCredentialStorage = nil
        session = URLSession(configuration: configuration)
    }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        guard case .memory(let limit) = sink else {
            throw .transport(reason: "this transport keeps responses in memory only")
        }
        let urlRequest = try Self.urlRequest(request, timeouts: timeouts)
        let (data, response) = try await exchange(urlRequest, total: timeouts.total, host: request.endpoint.host)
        guard data.count <= limit else { throw .responseTooLarge(limit: limit) }
        guard let response = response as? HTTPURLResponse else {
            throw .transport(reason: "the answer is not an HTTP response")
        }
        return HTTPResponse(status: response.statusCode, headers: Self.headers(of: response), body: data)
    }

    private typealias Outcome = Result<(Data, URLResponse), HTTPClientError>

    /// Whichever comes first: URLSession's completion, the total time limit, or cancellation. URLSession's own async
    /// call is not used: it was seen never to come back when its idle timer and a cancellation coincided.
    private func exchange(
        _ request: URLRequest, total: Duration?, host: String
    ) async throws(HTTPClientError) -> (Data, URLResponse) {
        let outcome = OneShot<Outcome>()
        let task = session.dataTask(with: request) { data, response, error in
            if let response, error == nil {
                outcome.settle(.success((data ?? Data(), response)))
            } else {
                outcome.settle(.failure(Self.clientError(error, host: host)))
            }
        }
        let limit = total.map { total in
            Task {
                try await Task.sleep(for: total)
                outcome.settle(.failure(.timedOut(.total)))
                task.cancel()
            }
        }
        defer { limit?.cancel() }
        task.resume()
        return try await withTaskCancellationHandler {
            await outcome.value()
        } onCancel: {
            outcome.settle(.failure(.cancelled))
            task.cancel()
        }.get()
    }

    private static func urlRequest(
        _ request: HTTPRequest, timeouts: HTTPTimeouts
    ) throws(HTTPClientError) -> URLRequest {
        guard let url = URL(string: request.url) else { throw .transport(reason: "the URL is not valid") }
        var result = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
        result.httpMethod = request.method.rawValue
        // The idle timer counts whole seconds; 0 would fail at once.
        result.timeoutInterval = max(1, timeouts.stall.seconds.rounded(.up))
        for field in request.headers.fields {
            result.addValue(field.value, forHTTPHeaderField: field.name)
        }
        if !request.body.isEmpty { result.httpBody = try bytes(of: request.body) }
        return result
    }

    private static func bytes(of body: HTTPBody) throws(HTTPClientError) -> Data {
        var bytes = Data(capacity: body.contentLength)
        for segment in body.segments {
            guard case .bytes(let data) = segment else {
                throw .transport(reason: "this transport sends request bodies from memory only")
            }
            bytes.append(data)
        }
        return bytes
    }

    private static func headers(of response: HTTPURLResponse) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { headers.append(name, value) }
        }
        return headers
    }

    private static func clientError(_ error: (any Error)?, host: String) -> HTTPClientError {
        guard let error = error as? URLError else { return .transport(reason: "URLSession gave no response") }
        switch error.code {
        case .cancelled: return .cancelled
        case .timedOut: return .timedOut(.stall)
        case .cannotConnectToHost: return .connect(host: host, reason: "the connection was refused")
        case .cannotFindHost, .dnsLookupFailed: return .nameResolution(host: host)
        case .networkConnectionLost, .badServerResponse: return .connectionLost(requestMayHaveArrived: true)
        default: return .transport(reason: "URLError \(error.code.rawValue)")
        }
    }
}
#endif
