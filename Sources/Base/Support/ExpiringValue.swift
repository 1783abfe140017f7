import FoundationEssentials

/// A value that is fetched when first asked for, kept for a while and fetched anew after that: once, however many
/// callers wait for it.
///
/// The fetch is a task of its own: a caller that is cancelled leaves, the others still get the value. A failed fetch is
/// reported to those who waited for it and not kept.
package actor ExpiringValue<Value: Sendable> {
    private let lifetime: Duration
    private let clock: any WallClock
    private let fetch: @Sendable (Deadline) async throws -> Value

    private var held: (value: Value, expiry: Date)?
    /// The deadline of the fetch under way; nil when there is none.
    private var fetchDeadline: Deadline?
    private var fetchCount = 0
    private var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    private var nextWaiter = 0

    /// - Parameter fetch: must end by the deadline it is given.
    package init(
        lifetime: Duration, clock: any WallClock = SystemClock(),
        fetch: @escaping @Sendable (Deadline) async throws -> Value
    ) {
        self.lifetime = lifetime
        self.clock = clock
        self.fetch = fetch
    }

    /// The value, fetched before `deadline` when there is none.
    ///
    /// A caller may come upon a fetch that was begun under another deadline. When that fetch fails and its deadline was
    /// the earlier one, the caller is not made to share its failure: it begins a fetch of its own. When its deadline is
    /// the later one, the caller may wait beyond their own; within one invocation all have the same.
    /// - Throws: what `fetch` throws, or `CancellationError` when the calling task is cancelled.
    package func value(deadline: Deadline) async throws -> Value {
        while true {
            if let held, clock.now < held.expiry { return held.value }
            let joined = fetchDeadline
            do {
                return try await wait(deadline: deadline)
            } catch {
                guard let joined, joined < deadline, !Task.isCancelled else { throw error }
            }
        }
    }

    /// How many callers wait for the fetch under way.
    var waiterCount: Int { waiters.count }

    private func wait(deadline: Deadline) async throws -> Value {
        let waiter = nextWaiter
        nextWaiter += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters[waiter] = continuation
                beginFetch(deadline: deadline)
            }
        } onCancel: {
            Task { await self.leave(waiter) }
        }
    }

    /// A fetch that has outlived its deadline is of no use: the machine was frozen while it waited for an answer.
    private func beginFetch(deadline: Deadline) {
        if let fetchDeadline, !fetchDeadline.hasPassed(on: clock) { return }
        fetchDeadline = deadline
        fetchCount += 1
        let number = fetchCount
        Task {
            do {
                finish(number, .success(try await fetch(deadline)))
            } catch {
                finish(number, .failure(error))
            }
        }
    }

    private func finish(_ number: Int, _ result: Result<Value, any Error>) {
        if number == fetchCount {
            fetchDeadline = nil
        } else if case .failure = result {
            // Another fetch has taken its place, and its waiters.
            return
        }
        if case .success(let value) = result {
            held = (value, clock.now.addingTimeInterval(lifetime.seconds))
        }
        let waiting = waiters.values
        waiters = [:]
        for waiter in waiting { waiter.resume(with: result) }
    }

    private func leave(_ waiter: Int) {
        waiters.removeValue(forKey: waiter)?.resume(throwing: CancellationError())
    }
}

extension ExpiringValue where Value: Equatable {
    /// Forgets the value if it is still `stale`. A caller whose call was refused says which value it had used, so that
    /// ten refused calls cause one fetch and never throw away a newer value.
    package func invalidate(ifEqual stale: Value) {
        if held?.value == stale { held = nil }
    }
}
