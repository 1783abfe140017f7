package import Base
import FoundationEssentials

/// Repeats a call while its error says that it may help, the budget lasts, and the deadline leaves room.
package struct Retrier: Sendable {
    private let policy: RetryPolicy
    private let budget: RetryBudget
    private let clock: any WallClock
    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: a random number from 0 to 1, the pause's share of its upper bound.
    package init(
        policy: RetryPolicy, budget: RetryBudget, clock: any WallClock,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.policy = policy
        self.budget = budget
        self.clock = clock
        self.jitter = jitter
    }

    /// Calls `operation` with the attempt's number, from 1.
    ///
    /// A wish of the service (`Retry-After`) that does not fit before `deadline` ends the retries at once: waiting less
    /// than was asked for would only be refused again.
    /// - Throws: the last attempt's error.
    package func run<Value: Sendable, Failure: RetryClassified>(
        until deadline: Deadline, _ operation: @Sendable (_ attempt: Int) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var attempt = 1
        var paid: Int?
        while true {
            do throws(Failure) {
                let value = try await operation(attempt)
                budget.deposit(paid)
                return value
            } catch {
                guard attempt < policy.maxAttempts,
                    let pause = pause(after: attempt, error.retryVerdict),
                    clock.now.addingTimeInterval(pause.duration.seconds) < deadline.date,
                    let cost = budget.withdraw(throttled: pause.isThrottled),
                    await waited(pause.duration)
                else { throw error }
                paid = cost
                attempt += 1
                InvocationScope.metrics?.count(.retries)
            }
        }
    }

    private func pause(after attempt: Int, _ verdict: RetryVerdict) -> (duration: Duration, isThrottled: Bool)? {
        let wish: Duration?
        let isThrottled: Bool
        switch verdict {
        case .stop: return nil
        case .throttled where !policy.repeatsThrottled: return nil
        case .throttled(let after): (wish, isThrottled) = (after, true)
        case .transient(let after): (wish, isThrottled) = (after, false)
        }
        let own = policy.pauseBound(after: attempt, throttled: isThrottled) * jitter()
        return (max(own, wish ?? .zero), isThrottled)
    }

    /// False when the task was cancelled meanwhile.
    private func waited(_ duration: Duration) async -> Bool {
        do {
            try await clock.sleep(for: duration)
            return true
        } catch {
            return false
        }
    }
}
