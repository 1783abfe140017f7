import CCurl
import Glibc

/// What libcurl calls, on the loop's thread. The context pointer of each callback is the transfer, which the loop holds
/// for as long as the easy handle is in use.
extension CurlTransfer {
    func installCallbacks(on easy: CurlEasy) throws(HTTPClientError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.check(
            ccurl_set_header(
                easy.handle,
                { bytes, size, count, context in
                    CurlTransfer.from(context)?.received(header: .init(start: bytes, count: size * count)) ?? 0
                }, context))
        try easy.check(
            ccurl_set_write(
                easy.handle,
                { bytes, size, count, context in
                    CurlTransfer.from(context)?.received(body: .init(start: bytes, count: size * count)) ?? 0
                }, context))
        try easy.check(
            ccurl_set_read(
                easy.handle,
                { bytes, size, count, context in
                    CurlTransfer.from(context)?.fill(.init(start: bytes, count: size * count))
                        ?? Int(CURL_READFUNC_ABORT)
                }, context))
        try easy.check(
            ccurl_set_seek(
                easy.handle,
                { context, offset, origin in
                    CurlTransfer.from(context)?.seek(to: Int(offset), origin: origin) ?? CURL_SEEKFUNC_FAIL
                }, context))
        try easy.check(
            ccurl_set_prereq(
                easy.handle,
                { context, peerAddress, _, peerPort, localPort in
                    guard let transfer = CurlTransfer.from(context), let peerAddress else {
                        return CURL_PREREQFUNC_ABORT
                    }
                    let connection = CurlConnectionTable.Key(
                        localPort: Int(localPort), peerAddress: String(cString: peerAddress), peerPort: Int(peerPort))
                    return transfer.willSend(on: connection)
                }, context))
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func received(header bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        return receiver.receiveHeaderLine(bytes) ? bytes.count : 0
    }

    private func received(body bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        return receiver.receiveBody(bytes) ? bytes.count : 0
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        if proofOfLife != nil {
            isHeld = true
            return Int(CURL_READFUNC_PAUSE)
        }
        lastActivity = .now
        do throws(HTTPClientError) {
            return try body.read(into: buffer)
        } catch {
            bodyFailure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    /// libcurl repeats a request by itself and wants its body again.
    private func seek(to offset: Int, origin: Int32) -> Int32 {
        offset == 0 && origin == SEEK_SET && mayBeginAgain() ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
    }

    /// Where libcurl's own repetition ends. It repeats whatever died on a reused connection before a byte of the
    /// response came, POST included, whether or not the server had got all of it. libcurl 7.88 asks through `seek`, and
    /// only if it knows of a body byte that was sent; `willSend` asks for all other cases.
    /// - Returns: false for a request that must not go again.
    private func mayBeginAgain() -> Bool {
        wasSentWholeBefore = mayHaveArrived
        guard isIdempotent || !wasSentWholeBefore else { return false }
        body.rewind()
        return true
    }

    /// A connection has been opened or chosen, and the request is about to go.
    private func willSend(on connection: CurlConnectionTable.Key) -> Int32 {
        guard let easy, let engine else { return CURL_PREREQFUNC_ABORT }
        guard mayBeginAgain() else { return CURL_PREREQFUNC_ABORT }
        isHeld = false
        proofOfLife = nil
        isOnReusedConnection = easy.integer(CURLINFO_NUM_CONNECTS) == 0
        switch engine.verdict(on: connection, isReused: isOnReusedConnection) {
        case .trusted: break
        case .stale:
            refusedStaleConnection = true
            return CURL_PREREQFUNC_ABORT
        case .unproven(let socket, let bytesAcknowledged):
            proofOfLife = ProofOfLife(
                socket: socket, bytesAcknowledged: bytesAcknowledged,
                deadline: .now.advanced(by: engine.policy.acknowledgement), connection: connection)
        }
        phase = .exchanging
        lastActivity = .now
        return CURL_PREREQFUNC_OK
    }
}
