import FoundationEssentials
import TestSupport
import Testing

@testable import Base

/// Lets a fetch begin, and holds it until the test lets it go.
private actor Gate {
    private(set) var fetchCount = 0
    private var waiting: [CheckedContinuation<String, any Error>] = []

    func fetch() async throws -> String {
        fetchCount += 1
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    func open(_ result: Result<String, any Error>) {
        waiting.removeFirst().resume(with: result)
    }
}

private struct Refused: Error {}

@Suite(.timeLimit(.minutes(1))) struct ExpiringValueTests {
    private let gate = Gate()
    private let clock = SteppingClock()
    private var deadline: Deadline { .after(.seconds(60), on: clock) }

    private func value() -> ExpiringValue<String> {
        ExpiringValue(lifetime: .seconds(300), clock: clock) { [gate] _ in try await gate.fetch() }
    }

    private func waitUntil(_ condition: () async -> Bool) async throws {
        while !(await condition()) { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("however many wait, the value is fetched once")
    func once() async throws {
        let value = value()
        let deadline = deadline
        let tasks = (1...50).map { _ in Task { try await value.value(deadline: deadline) } }
        try await waitUntil { await value.waiterCount == 50 }
        try await waitUntil { await gate.fetchCount == 1 }
        await gate.open(.success("a"))
        for task in tasks { #expect(try await task.value == "a") }
        #expect(try await value.value(deadline: deadline) == "a")
        #expect(await gate.fetchCount == 1)
    }

    @Test("a fetch that a freeze has cut in two is not waited for")
    func overdueFetch() async throws {
        let clock = TestClock()
        let value = ExpiringValue(lifetime: .seconds(300), clock: clock) { [gate] _ in try await gate.fetch() }
        let ahead = Task { try await value.value(deadline: .after(.seconds(3), on: clock)) }
        try await waitUntil { await gate.fetchCount == 1 }
        clock.advance(by: .seconds(600))
        let job = Task { try await value.value(deadline: .after(.seconds(60), on: clock)) }
        try await waitUntil { await gate.fetchCount == 2 }
        // The first one fails when its connection is found dead, which is nobody's business any more.
        await gate.open(.failure(Refused()))
        await gate.open(.success("key"))
        #expect(try await job.value == "key")
        #expect(try await ahead.value == "key")
    }

    @Test("a waiter that is cancelled leaves at once, the others get the value")
    func cancellation() async throws {
        let value = value()
        let deadline = deadline
        let first = Task { try await value.value(deadline: deadline) }
        try await waitUntil { await value.waiterCount == 1 }
        let second = Task { try await value.value(deadline: deadline) }
        try await waitUntil { await value.waiterCount == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        try await waitUntil { await gate.fetchCount == 1 }
        await gate.open(.success("a"))
        #expect(try await second.value == "a")
        #expect(await gate.fetchCount == 1)
    }

    @Test("a failure reaches all who wait, and the next caller fetches anew")
    func failure() async throws {
        let value = value()
        let deadline = deadline
        let tasks = (1...2).map { _ in Task { try await value.value(deadline: deadline) } }
        try await waitUntil { await value.waiterCount == 2 }
        try await waitUntil { await gate.fetchCount == 1 }
        await gate.open(.failure(Refused()))
        for task in tasks { await #expect(throws: Refused.self) { try await task.value } }
        let next = Task { try await value.value(deadline: deadline) }
        try await waitUntil { await gate.fetchCount == 2 }
        await gate.open(.success("b"))
        #expect(try await next.value == "b")
    }

    @Test("who has more time than the fetch they came upon is not made to share its failure")
    func laterDeadline() async throws {
        let value = value()
        let (early, late) = (Deadline.after(.seconds(1), on: clock), Deadline.after(.seconds(60), on: clock))
        let hasty = Task { try await value.value(deadline: early) }
        try await waitUntil { await gate.fetchCount == 1 }
        let patient = Task { try await value.value(deadline: late) }
        try await waitUntil { await value.waiterCount == 2 }
        await gate.open(.failure(Refused()))
        await #expect(throws: Refused.self) { try await hasty.value }
        try await waitUntil { await gate.fetchCount == 2 }
        await gate.open(.success("b"))
        #expect(try await patient.value == "b")
    }

    @Test("the fetch is told the deadline of who began it")
    func deadlineOfFetch() async throws {
        let value = ExpiringValue<Deadline>(lifetime: .seconds(300), clock: clock) { $0 }
        let deadline = deadline
        #expect(try await value.value(deadline: deadline) == deadline)
    }
}
