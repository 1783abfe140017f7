import CCurl
import FoundationEssentials
import Synchronization

/// One request under way: what libcurl's callbacks read and write, and what the loop's timers look at.
///
/// `@unchecked Sendable`: it is made by the calling task, handed to the loop through its mailbox, and from then on only
/// the loop's thread touches it, which also runs the callbacks. `isCancelled` alone is shared, and atomic.
final class CurlTransfer: @unchecked Sendable {
    /// What has to be seen before more is sent on a connection that was idle: an acknowledgement by `deadline`.
    struct ProofOfLife {
        let socket: Int32
        let bytesAcknowledged: Int64
        let deadline: ContinuousClock.Instant
        let connection: CurlConnectionTable.Key
    }

    enum Phase {
        /// Name resolution, TCP, TLS.
        case connecting
        /// The request is being sent or answered.
        case exchanging
    }

    let request: HTTPRequest
    let timeouts: HTTPTimeouts
    let caBundle: CABundle
    let contentLength: Int
    let isCancelled = Atomic<Bool>(false)
    var continuation: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>?

    /// The handle that carries it and the engine that drives it, from `configure` on.
    var easy: CurlEasy?
    weak var engine: CurlEngine?
    let begun: ContinuousClock.Instant
    /// The same on both clocks, once the engine has it.
    var begunAt: CurlConnectionTable.Moment?
    var lastActivity: ContinuousClock.Instant
    var phase = Phase.connecting
    var body: CurlRequestBody
    var receiver: CurlResponseReceiver
    /// An error of the request body's file, which the read callback can only report as "aborted".
    var bodyFailure: HTTPClientError?

    var isOnReusedConnection = false
    /// The connection that libcurl chose was not to be used; nothing has been sent on it.
    var refusedStaleConnection = false
    var proofOfLife: ProofOfLife?
    /// The read callback has answered "pause" until there is proof of life.
    var isHeld = false
    /// The transport itself repeats at most once, and only what can't have arrived or may arrive twice.
    var hasMovedToFreshConnection = false
    /// An earlier try on a connection that broke had sent the whole request.
    var wasSentWholeBefore = false

    /// Freed with the transfer; libcurl keeps pointers to both.
    var headerList: UnsafeMutablePointer<curl_slist>?
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink, caBundle: CABundle) {
        self.request = request
        self.timeouts = timeouts
        self.caBundle = caBundle
        contentLength = request.body.contentLength
        body = CurlRequestBody(request.body)
        receiver = CurlResponseReceiver(request.method, sink: sink)
        begun = .now
        lastActivity = begun
        errorText.pointee = 0
    }

    deinit {
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Sending it twice has the effect of sending it once (RFC 9110 section 9.2.2).
    var isIdempotent: Bool { request.method != .post }

    /// The earliest moment at which a timer of this transfer may fire.
    var nextTimer: ContinuousClock.Instant? {
        var next = timeouts.total.map { begun.advanced(by: $0) }
        if phase == .exchanging {
            let stalled = lastActivity.advanced(by: timeouts.stall)
            next = min(next ?? stalled, stalled)
        }
        if let proofOfLife { next = min(next ?? proofOfLife.deadline, proofOfLife.deadline) }
        return next
    }

    /// The timeout that has run out, if any. Connecting is timed by libcurl.
    func timeout(at now: ContinuousClock.Instant) -> HTTPClientError.Phase? {
        if let total = timeouts.total, now >= begun.advanced(by: total) { return .total }
        if phase == .exchanging, now >= lastActivity.advanced(by: timeouts.stall) { return .stall }
        return nil
    }

    /// Whether the present connection may carry all of the request: libcurl has taken the last byte of it. How much of
    /// that it has sent it does not say once it has begun a repetition of its own.
    private var isSentWhole: Bool {
        phase == .exchanging && (contentLength == 0 || body.isAtEnd)
    }

    /// Whether the server may have got the request. False only when it certainly has not.
    var mayHaveArrived: Bool {
        wasSentWholeBefore || receiver.hasBegun || isSentWhole
    }

    /// Whether the request may go to a new connection after the present one proved dead: no byte of a response has
    /// come, and either the server can't have got the whole request or it may get it twice.
    var mayMove: Bool {
        isOnReusedConnection && !hasMovedToFreshConnection && !receiver.hasBegun && (isIdempotent || !mayHaveArrived)
    }

    /// Turns back to the state before the first byte.
    func rewindForFreshConnection() {
        wasSentWholeBefore = mayHaveArrived
        body.rewind()
        phase = .connecting
        isOnReusedConnection = false
        refusedStaleConnection = false
        proofOfLife = nil
        isHeld = false
        hasMovedToFreshConnection = true
    }

    func complete(_ result: Result<HTTPResponse, HTTPClientError>) {
        continuation?.resume(returning: result)
        continuation = nil
    }
}
