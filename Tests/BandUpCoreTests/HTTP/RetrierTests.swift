import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BandUpCore

private struct Fault: RetryClassified, Equatable {
    let retryVerdict: RetryVerdict
    var attempt = 0
}

@Suite struct RetrierTests {
    private let clock = SteppingClock()
    private let policy = RetryPolicy(
        maxAttempts: 5, transientBase: .milliseconds(100), throttlingBase: .seconds(1), maxPause: .seconds(3))

    private func run(
        _ verdict: RetryVerdict, until limit: Duration = .seconds(3600), budget: RetryBudget = RetryBudget(),
        jitter: Double = 1, succeedingAt success: Int = .max
    ) async -> Result<Int, Fault> {
        let retrier = Retrier(policy: policy, budget: budget, clock: clock, jitter: { jitter })
        do throws(Fault) {
            return .success(
                try await retrier.run(until: .after(limit, on: clock)) { attempt throws(Fault) in
                    guard attempt >= success else { throw Fault(retryVerdict: verdict, attempt: attempt) }
                    return attempt
                })
        } catch {
            return .failure(error)
        }
    }

    @Test("a passing fault is tried again until it passes")
    func passes() async {
        #expect(await run(.transient(after: nil), succeedingAt: 3) == .success(3))
        #expect(clock.pauses == [.milliseconds(100), .milliseconds(200)])
    }

    @Test("the last attempt's error is thrown, after as many attempts as the policy allows")
    func exhausted() async {
        let verdict = RetryVerdict.transient(after: nil)
        #expect(await run(verdict) == .failure(Fault(retryVerdict: verdict, attempt: 5)))
        #expect(clock.pauses.count == 4)
    }

    @Test("pauses grow to their bound, from a longer base after throttling, and jitter takes a share of them")
    func pauses() async {
        _ = await run(.throttled(after: nil), jitter: 0.5)
        #expect(clock.pauses == [.milliseconds(500), .seconds(1), .milliseconds(1500), .milliseconds(1500)])
    }

    @Test("what does not help or is not safe is not tried again")
    func stops() async {
        #expect(await run(.stop) == .failure(Fault(retryVerdict: .stop, attempt: 1)))
        #expect(clock.pauses.isEmpty)
    }

    @Test("the service's own wish lengthens a pause and never shortens it")
    func wish() async {
        _ = await run(.throttled(after: .seconds(7)), succeedingAt: 2)
        _ = await run(.throttled(after: .milliseconds(1)), succeedingAt: 2)
        #expect(clock.pauses == [.seconds(7), .seconds(1)])
    }

    @Test("no attempt is begun that the deadline would end: neither by an own pause nor by the service's wish")
    func deadline() async {
        let wish = RetryVerdict.throttled(after: .seconds(10))
        #expect(await run(wish, until: .seconds(10)) == .failure(Fault(retryVerdict: wish, attempt: 1)))
        #expect(clock.pauses.isEmpty)
        let passing = RetryVerdict.transient(after: nil)
        #expect(await run(passing, until: .milliseconds(250)) == .failure(Fault(retryVerdict: passing, attempt: 2)))
    }

    @Test("a cancelled task is not kept waiting")
    func cancelled() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await run(.transient(after: nil))
        }
        task.cancel()
        #expect(await task.value == .failure(Fault(retryVerdict: .transient(after: nil), attempt: 1)))
    }

    @Test("an empty budget ends the retries, throttled ones being cheaper")
    func budget() async {
        let verdict = RetryVerdict.transient(after: nil)
        #expect(
            await run(verdict, budget: RetryBudget(capacity: 28)) == .failure(Fault(retryVerdict: verdict, attempt: 3)))
        let throttled = RetryVerdict.throttled(after: nil)
        #expect(
            await run(throttled, budget: RetryBudget(capacity: 19))
                == .failure(Fault(retryVerdict: throttled, attempt: 4)))
    }

    @Test("a retry that succeeds gives its cost back, a first success one token, never above the capacity")
    func refunds() {
        let budget = RetryBudget(capacity: 30)
        #expect(budget.withdraw(throttled: false) == 14)
        #expect(budget.withdraw(throttled: false) == 14)
        #expect(budget.withdraw(throttled: true) == nil)
        budget.deposit(14)
        budget.deposit(nil)
        #expect(budget.withdraw(throttled: false) == 14)
        #expect(budget.withdraw(throttled: true) == nil)
        for _ in 0..<100 { budget.deposit(nil) }
        #expect(budget.withdraw(throttled: false) == 14 && budget.withdraw(throttled: false) == 14)
        #expect(budget.withdraw(throttled: true) == nil)
    }

    @Test(
        "the pause's bound doubles without overflow",
        arguments: [(1, 100), (2, 200), (3, 400), (6, 3000), (1000, 3000)])
    func bound(attempt: Int, milliseconds: Int) {
        #expect(policy.pauseBound(after: attempt, throttled: false) == .milliseconds(milliseconds))
    }
}
