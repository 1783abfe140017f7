import CIsolation
import Glibc

/// Feeds a child and takes what it says, until it has ended or is to be ended.
///
/// Nothing tells in one wait of both a pipe and a process's end but a pidfd, which a kernel may refuse. So while pipes are
/// open the process is looked at now and then, for one may be gone while others hold its pipes; once they are closed, the
/// end is a moment away, and is looked for often.
struct ChildWatch: ~Copyable {
    enum Cause { case ended, time, output, enough }

    private static let blockSize = 65_536

    private let child: pid_t
    private let limits: ChildLimits
    private let deadline: SuspendingClock.Instant
    private let toFeed: [UInt8]
    private var fedCount = 0
    private var outputCount = 0
    private var input: Int32
    private var output: Int32
    private var errors: Int32
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 16)
    private(set) var errorOutput: [UInt8] = []

    init(_ child: isolation_child, input toFeed: [UInt8], limits: ChildLimits, start: SuspendingClock.Instant) {
        self.child = child.pid
        self.limits = limits
        self.toFeed = toFeed
        deadline = start + limits.time
        input = child.input
        output = child.output
        errors = child.errors
    }

    deinit {
        block.deallocate()
        for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
    }

    /// - Parameter end: ends the child and all it has started. Called in any case, when the child is still to be waited for.
    mutating func watch(
        _ take: (UnsafeRawBufferPointer) -> ChildProcess.Appetite, end: () -> Void
    ) -> Cause {
        defer { end() }
        var pause = Duration.milliseconds(1)
        while true {
            let remaining = deadline - .now
            guard remaining > .zero else { return .time }
            let isOpen = output >= 0 || errors >= 0
            let isReady = wait(min(remaining, isOpen ? .milliseconds(100) : pause))
            if isOpen { pause = .milliseconds(1) } else { pause = min(pause * 2, .milliseconds(50)) }
            if isReady, let cause = exchange(take) { return cause }
            guard isolation_has_ended(child) else { continue }
            // What it has started is ended first: it could write for ever.
            end()
            return drain(take) ?? .ended
        }
    }

    /// - Returns: whether there is anything to read or room to feed.
    private func wait(_ time: Duration) -> Bool {
        var polls = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        ]
        let (seconds, attoseconds) = time.components
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return poll(&polls, nfds_t(polls.count), Int32(clamping: milliseconds)) > 0
    }

    /// One step in each direction.
    private mutating func exchange(_ take: (UnsafeRawBufferPointer) -> ChildProcess.Appetite) -> Cause? {
        feed()
        readErrors()
        return readOutput(take)
    }

    /// All that a child which has ended left in its pipes.
    private mutating func drain(_ take: (UnsafeRawBufferPointer) -> ChildProcess.Appetite) -> Cause? {
        while hasMore(errors) { readErrors() }
        while hasMore(output) {
            if let cause = readOutput(take) { return cause }
        }
        return nil
    }

    private func hasMore(_ descriptor: Int32) -> Bool {
        guard descriptor >= 0 else { return false }
        var status = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&status, 1, 0) > 0 && Int32(status.revents) & POLLIN != 0
    }

    private mutating func feed() {
        guard input >= 0 else { return }
        let count = toFeed.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[fedCount...])
            return isolation_feed(input, rest.baseAddress, rest.count)
        }
        if count > 0 { fedCount += count }
        // A child that does not want to read any more is none of our business.
        let isOver = fedCount == toFeed.count || (count < 0 && errno != EAGAIN && errno != EINTR)
        if isOver { Self.release(&input) }
    }

    private mutating func readErrors() {
        guard let count = Self.read(&errors, into: block) else { return }
        errorOutput.append(contentsOf: block.prefix(min(count, limits.errorBytes - errorOutput.count)))
    }

    private mutating func readOutput(_ take: (UnsafeRawBufferPointer) -> ChildProcess.Appetite) -> Cause? {
        guard let count = Self.read(&output, into: block) else { return nil }
        let room = limits.outputBytes - outputCount
        outputCount += count
        let part = UnsafeRawBufferPointer(rebasing: block.prefix(min(count, room)))
        if !part.isEmpty, case .enough = take(part) { return .enough }
        return count > room ? .output : nil
    }

    /// - Returns: how many bytes; nil if there are none, be it for now or, with the descriptor closed, for ever.
    private static func read(_ descriptor: inout Int32, into block: UnsafeMutableRawBufferPointer) -> Int? {
        guard descriptor >= 0 else { return nil }
        let count = Glibc.read(descriptor, block.baseAddress, block.count)
        if count > 0 { return count }
        if count == 0 || (errno != EAGAIN && errno != EINTR) { release(&descriptor) }
        return nil
    }

    private static func release(_ descriptor: inout Int32) {
        close(descriptor)
        descriptor = -1
    }
}
