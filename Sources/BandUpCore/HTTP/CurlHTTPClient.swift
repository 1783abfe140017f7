public import Base

/// The transport for everything that leaves the machine: libcurl, driven by one thread.
///
/// - **Connections** are kept for later requests, one at a time on each, over HTTP/2 where the server offers it. One
///   that may have died unnoticed, as in a function that was frozen and thawed, costs a new connection and not the
///   request: see `CurlConnectionPolicy`. The transport itself repeats a request only after a kept connection died
///   under it, and only if the server can't have got the whole of it or if it is idempotent.
/// - **TLS** is verified against `AWS_CA_BUNDLE`, else Amazon Linux's bundle, else Debian's. It can't be switched off.
/// - **Nothing is added** to a request but `Host` and `Content-Length`; redirects and proxies are not followed, bodies
///   are not decompressed.
///
/// The thread and libcurl start with the first request: a function that sends none does not pay for them. One client is
/// meant to live as long as the process; the thread ends with it.
public final class CurlHTTPClient: HTTPClient {
    private let loop: CurlLoop
    private let caBundle: CABundle

    /// - Parameter clock: tells, beside the monotonic clock, how long a connection was idle.
    public convenience init(environment: Environment, clock: any WallClock = SystemClock()) {
        self.init(environment: environment, clock: clock, policy: CurlConnectionPolicy())
    }

    init(environment: Environment, clock: any WallClock, policy: CurlConnectionPolicy) {
        caBundle = CABundle(environment: environment)
        loop = CurlLoop(policy: policy, clock: clock)
    }

    deinit {
        loop.stop()
    }

    public func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        try CurlRequestCheck.check(request)
        if request.endpoint.scheme == .https, case .missing(let reason) = caBundle {
            throw .tls(host: request.endpoint.host, reason: reason)
        }
        let transfer = CurlTransfer(request, timeouts: timeouts, into: sink, caBundle: caBundle)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                loop.submit(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }
}
