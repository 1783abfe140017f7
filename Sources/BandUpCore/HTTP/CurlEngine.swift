import Base
import CCurl
import Synchronization

/// libcurl's multi handle with all transfers under way: what runs on the loop's thread, and only there.
final class CurlEngine {
    /// Kept connections of all hosts together, more than the ten parallel embedding calls and the odd other need.
    private static let maxIdleConnections = 32
    /// Easy handles kept for the next requests.
    private static let maxIdleHandles = 16

    let multi: UnsafeMutableRawPointer
    /// TLS sessions of all handles, so that a reconnection is a short handshake.
    let share: UnsafeMutableRawPointer
    let policy: CurlConnectionPolicy
    private let clock: any WallClock
    private var connections: CurlConnectionTable
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var idleHandles: [CurlEasy] = []

    init?(policy: CurlConnectionPolicy, clock: any WallClock) {
        // Thread-safe since libcurl 7.84, and counted: a second client's call is a no-op.
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK, let multi = curl_multi_init() else { return nil }
        guard let share = curl_share_init() else {
            curl_multi_cleanup(multi)
            return nil
        }
        self.multi = multi
        self.share = share
        self.policy = policy
        self.clock = clock
        connections = CurlConnectionTable(policy: policy)
        // One thread uses the share: it needs no lock functions.
        ccurl_share_data(share, CURL_LOCK_DATA_SSL_SESSION)
        // HTTP/2, but one request at a time on a connection: with several, libcurl 7.88 let about one upload in 3,000
        // stall for good (50 in flight through nghttpx on a busy machine), against none in 30,000 without. It also
        // keeps one dead connection from taking many requests with it.
        ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.maxIdleConnections)
    }

    // MARK: - Transfers

    func begin(_ submitted: [CurlTransfer]) {
        for transfer in submitted {
            if transfer.isCancelled.load(ordering: .relaxed) {
                transfer.complete(.failure(.cancelled))
                continue
            }
            guard let easy = idleHandles.popLast() ?? CurlEasy() else {
                transfer.complete(.failure(.transport(reason: "out of memory")))
                continue
            }
            transfer.begunAt = moment
            do throws(HTTPClientError) {
                try transfer.configure(easy, for: self)
                try add(transfer, on: easy)
            } catch {
                recycle(easy)
                transfer.complete(.failure(error))
            }
        }
    }

    func cancel(_ cancelled: [CurlTransfer]) {
        for transfer in cancelled {
            end(transfer, .failure(.cancelled))
        }
    }

    func shutDown() {
        for transfer in transfers.values { end(transfer, .failure(.cancelled)) }
        for easy in idleHandles { curl_easy_cleanup(easy.handle) }
        idleHandles = []
        curl_multi_cleanup(multi)
        curl_share_cleanup(share)
    }

    private func add(_ transfer: CurlTransfer, on easy: CurlEasy) throws(HTTPClientError) {
        guard curl_multi_add_handle(multi, easy.handle) == CURLM_OK else {
            throw .transport(reason: "libcurl did not take the request")
        }
        transfers[easy.handle] = transfer
    }

    /// Takes the transfer off libcurl and answers its caller; nothing for one that has ended already.
    private func end(_ transfer: CurlTransfer, _ result: Result<HTTPResponse, HTTPClientError>) {
        guard let easy = transfer.easy, transfers[easy.handle] === transfer else { return }
        curl_multi_remove_handle(multi, easy.handle)
        transfers[easy.handle] = nil
        recycle(easy)
        transfer.easy = nil
        transfer.complete(result)
    }

    private func recycle(_ easy: CurlEasy) {
        guard idleHandles.count < Self.maxIdleHandles else { return curl_easy_cleanup(easy.handle) }
        // Before the transfer goes: libcurl must not keep pointers to its lists and buffers.
        curl_easy_reset(easy.handle)
        idleHandles.append(easy)
    }

    // MARK: - Turns

    /// Lets libcurl do what can be done at once, then waits for the network, a timer or the mailbox.
    func runOnce() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        finishTransfers()
        checkTimers()
        curl_multi_poll(multi, nil, 0, waitMilliseconds(), nil)
    }

    private func finishTransfers() {
        while true {
            let finished = ccurl_next_finished(multi)
            guard let handle = finished.easy else { return }
            guard let transfer = transfers[handle] else { continue }
            finish(transfer, CurlEasy(handle), finished.code)
        }
    }

    private func finish(_ transfer: CurlTransfer, _ easy: CurlEasy, _ code: CURLcode) {
        if code == CURLE_OK {
            noteUse(of: easy, by: transfer)
            do throws(HTTPClientError) {
                let response = try transfer.receiver.finish()
                end(transfer, .success(response))
            } catch {
                end(transfer, .failure(error))
            }
        } else if transfer.mayMove, transfer.refusedStaleConnection || CurlOutcome.isConnectionLoss(code) {
            moveToFreshConnection(transfer, easy)
        } else {
            end(transfer, .failure(CurlOutcome.error(code, of: transfer)))
        }
    }

    private func moveToFreshConnection(_ transfer: CurlTransfer, _ easy: CurlEasy) {
        transfer.rewindForFreshConnection()
        curl_multi_remove_handle(multi, easy.handle)
        transfers[easy.handle] = nil
        do throws(HTTPClientError) {
            try easy.set(CURLOPT_FRESH_CONNECT, true)
            try add(transfer, on: easy)
        } catch {
            recycle(easy)
            transfer.easy = nil
            transfer.complete(.failure(error))
        }
    }

    // MARK: - Connections

    private var moment: CurlConnectionTable.Moment {
        CurlConnectionTable.Moment(instant: .now, date: clock.now)
    }

    func verdict(on connection: CurlConnectionTable.Key, isReused: Bool) -> CurlConnectionTable.Verdict {
        if !isReused {
            connections.opened(connection)
            return .trusted
        }
        return connections.verdict(on: connection, at: moment)
    }

    private func noteUse(of easy: CurlEasy, by transfer: CurlTransfer) {
        let socket = easy.activeSocket
        guard socket >= 0, let peerAddress = easy.text(CURLINFO_PRIMARY_IP) else { return }
        let connection = CurlConnectionTable.Key(
            localPort: easy.integer(CURLINFO_LOCAL_PORT), peerAddress: peerAddress,
            peerPort: easy.integer(CURLINFO_PRIMARY_PORT))
        connections.used(connection, socket: socket, at: moment)
        // An answer that is seen only after its time: the machine was frozen while it waited to be read, and the other
        // end may have gone since.
        if let begun = transfer.begunAt, let total = transfer.timeouts.total, begun.elapsed(until: moment) > total {
            connections.declareDead(connection)
        }
    }

    // MARK: - Timers

    private func checkTimers() {
        let now = ContinuousClock.now
        for transfer in transfers.values {
            guard let easy = transfer.easy else { continue }
            if let phase = transfer.timeout(at: now) {
                end(transfer, .failure(.timedOut(phase)))
            } else if let proof = transfer.proofOfLife {
                check(proof, of: transfer, easy, at: now)
            }
        }
    }

    private func check(
        _ proof: CurlTransfer.ProofOfLife, of transfer: CurlTransfer, _ easy: CurlEasy, at now: ContinuousClock.Instant
    ) {
        if transfer.receiver.hasBegun || ccurl_bytes_acknowledged(proof.socket) > proof.bytesAcknowledged {
            transfer.proofOfLife = nil
            guard transfer.isHeld else { return }
            transfer.isHeld = false
            curl_easy_pause(easy.handle, CURLPAUSE_CONT)
        } else if now >= proof.deadline {
            connections.declareDead(proof.connection)
            moveToFreshConnection(transfer, easy)
        }
    }

    private func waitMilliseconds() -> Int32 {
        // libcurl has timers of its own and wakes in time for them; an hour stands for "none of ours".
        var next: ContinuousClock.Instant?
        for transfer in transfers.values {
            // An acknowledgement is no event that poll(2) reports.
            if transfer.proofOfLife != nil { return 1 }
            guard let timer = transfer.nextTimer else { continue }
            next = min(next ?? timer, timer)
        }
        guard let next else { return 3_600_000 }
        return Int32(min(max(0, ContinuousClock.now.duration(to: next).milliseconds + 1), 3_600_000))
    }
}
