import Base
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

@Suite(.timeLimit(.minutes(1)))
struct AdaptiveLimiterTests {
    private struct Refused: RetryClassified, Equatable {
        var after: Duration?
        var retryVerdict: RetryVerdict { .throttled(after: after) }
    }
    private struct Broken: Error {}

    /// A value that tasks share.
    private final class Shared<Value: Sendable>: Sendable {
        private let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
        func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
            value.withLock { value in body(&value) }
        }
    }

    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static let deadline = Deadline(start + 3600)

    @Test("no more calls than the bound are in flight")
    func bounded() async throws {
        let limiter = AdaptiveLimiter(maximum: 3)
        let flights = Shared((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await limiter.run(until: Deadline(Date() + 60)) {
                        flights.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        try await Task.sleep(for: .milliseconds(1))
                        flights.withLock { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(flights.withLock { $0.most } == 3)
    }

    @Test("calls refused together halve the bound once, wait together and are repeated")
    func halves() async throws {
        let clock = TestClock(Self.start)
        let limiter = AdaptiveLimiter(maximum: 8, clock: clock, jitter: { 0 })
        let calls = Shared(0)
        let gate = Shared(true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await limiter.run(until: Self.deadline) {
                        calls.withLock { $0 += 1 }
                        while calls.withLock({ $0 }) < 8 { await Task.yield() }
                        if gate.withLock({ $0 }) { throw Refused() }
                    }
                }
            }
            await clock.awaitSleepers(8)
            #expect(limiter.bound == 4)
            #expect(calls.withLock { $0 } == 8)
            gate.withLock { $0 = false }
            clock.advance(by: .milliseconds(250))
            try await group.waitForAll()
        }
        #expect(calls.withLock { $0 } == 16)
        // Eight successes on a bound of four to five raise it by one and a half.
        #expect(limiter.bound == 5)
    }

    @Test("pauses double while refusals go on, and the service's own wish is heeded")
    func pauses() async throws {
        let clock = TestClock(Self.start)
        let limiter = AdaptiveLimiter(maximum: 1, clock: clock, jitter: { 0 })
        let refusals = Shared([Refused(), Refused(), Refused(after: .seconds(7))][...])
        let times = Shared<[Double]>([])
        let task = Task {
            try await limiter.run(until: Self.deadline) {
                times.withLock { $0.append(clock.now.timeIntervalSince(Self.start)) }
                if let refusal = refusals.withLock({ $0.popFirst() }) { throw refusal }
            }
        }
        for pause in [250, 500, 7000] {
            await clock.awaitSleepers(1)
            clock.advance(by: .milliseconds(pause))
        }
        try await task.value
        #expect(times.withLock { $0 } == [0, 0.25, 0.75, 7.75])
    }

    @Test("a refusal that can't be waited out before the deadline is thrown")
    func deadline() async throws {
        let clock = TestClock(Self.start)
        let limiter = AdaptiveLimiter(maximum: 2, clock: clock)
        await #expect(throws: Refused(after: .seconds(60))) {
            try await limiter.run(until: Deadline(Self.start + 30)) { throw Refused(after: .seconds(60)) }
        }
    }

    @Test("another error is thrown at once and makes room for the next call")
    func otherErrors() async throws {
        let limiter = AdaptiveLimiter(maximum: 1)
        let deadline = Deadline(Date() + 60)
        await #expect(throws: Broken.self) { try await limiter.run(until: deadline) { throw Broken() } }
        #expect(try await limiter.run(until: deadline) { 7 } == 7)
        #expect(limiter.bound == 1)
    }

    @Test("who is cancelled while waiting leaves, and the others get their turn")
    func cancellation() async throws {
        let limiter = AdaptiveLimiter(maximum: 1)
        let deadline = Deadline(Date() + 60)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let first = Task { try await limiter.run(until: deadline) { for await _ in gate {} } }
        try await Task.sleep(for: .milliseconds(20))
        let second = Task { try await limiter.run(until: deadline) {} }
        let third = Task { try await limiter.run(until: deadline) { 3 } }
        try await Task.sleep(for: .milliseconds(20))
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        open.finish()
        try await first.value
        #expect(try await third.value == 3)
    }
}
