import Synchronization

/// The tokens that all retries of one service share, so that a service in trouble is not called harder still.
///
/// Capacity and costs are the AWS SDKs' (botocore 1.44 `retries/quota.py`): a retry costs 14, after throttling 5; a
/// retry that succeeds gives its cost back, a call that succeeds at once gives 1.
public final class RetryBudget: Sendable {
    private let tokens: Mutex<Int>
    private let capacity: Int

    public init(capacity: Int = 500) {
        self.capacity = capacity
        tokens = Mutex(capacity)
    }

    /// Takes the cost of one retry; nil when the budget does not hold it.
    func withdraw(throttled: Bool) -> Int? {
        let cost = throttled ? 5 : 14
        return tokens.withLock { tokens in
            guard tokens >= cost else { return nil }
            tokens -= cost
            return cost
        }
    }

    /// Gives back what the successful attempt had cost; 1 when it was the first.
    func deposit(_ cost: Int?) {
        tokens.withLock { $0 = min(capacity, $0 + (cost ?? 1)) }
    }
}
