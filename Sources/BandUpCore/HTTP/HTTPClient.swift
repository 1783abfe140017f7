/// Sends one request and returns its whole response.
///
/// There are two transports: `URLSessionHTTPClient` for the Runtime API on loopback and `CurlHTTPClient` for everything
/// that leaves the machine (docs/decisions/0001-two-transports.md). A transport does not retry, does not follow
/// redirects and gives up at the request's timeouts; `Retrier` is a layer of its own.
///
/// A fake for tests records what it saw and answers from a list:
///
///     actor ScriptedHTTPClient: HTTPClient {
///         private(set) var requests: [HTTPRequest] = []
///         func send(…) async throws(HTTPClientError) -> HTTPResponse { … }
///     }
public protocol HTTPClient: Sendable {
    /// - Throws: `HTTPClientError`, `.cancelled` within 100 ms of the task's cancellation.
    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse
}

/// How long a request may take.
public struct HTTPTimeouts: Sendable, Equatable {
    /// Name resolution, TCP and TLS together.
    package var connect: Duration
    /// The longest pause without a byte in either direction.
    package var stall: Duration
    /// From start to the last byte; nil for none (the Runtime API's `/next` waits for days).
    package var total: Duration?

    public init(connect: Duration = .seconds(3), stall: Duration = .seconds(60), total: Duration?) {
        self.connect = connect
        self.stall = stall
        self.total = total
    }
}

/// Why there is no response. `description` names no URL, header or body: it is fit for the log.
public enum HTTPClientError: Error, Sendable, Equatable {
    /// The name could not be resolved.
    case nameResolution(host: String)
    /// No connection came about: nothing of the request was sent.
    case connect(host: String, reason: String)
    /// The server's certificate was not accepted, or there is no CA bundle.
    case tls(host: String, reason: String)
    /// The connection broke. `requestMayHaveArrived` is false only when it certainly had not.
    case connectionLost(requestMayHaveArrived: Bool)
    case timedOut(Phase)
    case responseTooLarge(limit: Int)
    /// The body's file or the response's file could not be read or written (such as a full disk).
    case file(path: String, reason: String)
    case cancelled
    /// Anything else that the transport reports, in its words.
    case transport(reason: String)

    public enum Phase: String, Sendable {
        case connect, stall, total
    }
}
