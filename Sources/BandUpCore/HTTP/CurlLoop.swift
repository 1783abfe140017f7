import Base
import CCurl
import Glibc
import Synchronization

/// The thread that drives libcurl, and the mailbox through which tasks reach it.
///
/// Everything of libcurl happens on that thread, in `CurlEngine`: its calls, its callbacks, the timers.
final class CurlLoop: Sendable {
    /// libcurl's multi handle, of which another thread may do one thing: wake the thread that waits on it.
    ///
    /// `@unchecked Sendable`: `curl_multi_wakeup` is thread-safe, and the mailbox's lock keeps the handle from being
    /// freed meanwhile.
    private struct Waker: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer

        func wake() { curl_multi_wakeup(multi) }
    }

    private enum State {
        /// No request yet. The thread starts with the first one: a function that sends none (S3Upload) has none.
        case idle
        /// The thread runs, or is about to and will look into the mailbox first.
        case running(Waker?)
        case stopped
    }

    private struct Mailbox {
        var state = State.idle
        var submitted: [CurlTransfer] = []
        var cancelled: [CurlTransfer] = []
    }

    private let policy: CurlConnectionPolicy
    private let clock: any WallClock
    private let mailbox = Mutex(Mailbox())

    init(policy: CurlConnectionPolicy, clock: any WallClock) {
        self.policy = policy
        self.clock = clock
    }

    /// The transfer's continuation is resumed exactly once, whatever happens.
    func submit(_ transfer: CurlTransfer) {
        let mustStart = mailbox.withLock { mailbox in
            mailbox.submitted.append(transfer)
            return Self.wake(&mailbox)
        }
        if mustStart { start() }
    }

    func cancel(_ transfer: CurlTransfer) {
        transfer.isCancelled.store(true, ordering: .relaxed)
        mailbox.withLock { mailbox in
            guard case .running = mailbox.state else { return }
            mailbox.cancelled.append(transfer)
            _ = Self.wake(&mailbox)
        }
    }

    /// Ends the thread. Connections are closed; there are no transfers left, for each `send` holds the client.
    func stop() {
        mailbox.withLock { mailbox in
            _ = Self.wake(&mailbox)
            mailbox.state = .stopped
        }
    }

    /// - Returns: true when there is no thread yet; the state then says that there is one.
    private static func wake(_ mailbox: inout Mailbox) -> Bool {
        switch mailbox.state {
        case .idle:
            mailbox.state = .running(nil)
            return true
        case .running(let waker?):
            waker.wake()
            return false
        case .running(nil), .stopped:
            return false
        }
    }

    private func start() {
        var thread = pthread_t()
        let retained = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, retained.toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            retained.release()
            restart(after: .transport(reason: "no thread: \(systemErrorText(code))"))
        }
    }

    private func run() {
        // Signals go to other threads. SIGPIPE above all: libcurl's TLS may write to a connection that is gone.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)

        guard let engine = CurlEngine(policy: policy, clock: clock) else {
            restart(after: .transport(reason: "libcurl could not be started"))
            return
        }
        let waker = Waker(multi: engine.multi)
        mailbox.withLock { mailbox in
            if case .running = mailbox.state { mailbox.state = .running(waker) }
        }
        while let mail = takeMail() {
            engine.begin(mail.submitted)
            engine.cancel(mail.cancelled)
            engine.runOnce()
        }
        engine.shutDown()
        answerWaiting(with: .cancelled)
    }

    /// - Returns: nil once the loop is to end.
    private func takeMail() -> (submitted: [CurlTransfer], cancelled: [CurlTransfer])? {
        mailbox.withLock { mailbox in
            guard case .running = mailbox.state else { return nil }
            defer {
                mailbox.submitted.removeAll(keepingCapacity: true)
                mailbox.cancelled.removeAll(keepingCapacity: true)
            }
            return (mailbox.submitted, mailbox.cancelled)
        }
    }

    /// The thread or libcurl could not be started: the next request tries again.
    private func restart(after error: HTTPClientError) {
        mailbox.withLock { mailbox in
            if case .running = mailbox.state { mailbox.state = .idle }
        }
        answerWaiting(with: error)
    }

    private func answerWaiting(with error: HTTPClientError) {
        let waiting = mailbox.withLock { mailbox in
            defer { mailbox.submitted = [] }
            return mailbox.submitted
        }
        for transfer in waiting { transfer.complete(.failure(error)) }
    }
}
