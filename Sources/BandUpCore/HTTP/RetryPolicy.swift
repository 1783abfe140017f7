/// How often, and after which pauses, a call is repeated: full jitter over an exponentially growing pause.
package struct RetryPolicy: Sendable, Equatable {
    /// Attempts in all, the first one included.
    package var maxAttempts: Int
    /// The first pause's upper bound after a passing fault; doubles with every attempt.
    package var transientBase: Duration
    /// The same after throttling.
    package var throttlingBase: Duration
    package var maxPause: Duration
    /// False where throttling is another's affair.
    package var repeatsThrottled = true

    package init(
        maxAttempts: Int, transientBase: Duration, throttlingBase: Duration, maxPause: Duration = .seconds(20)
    ) {
        self.maxAttempts = maxAttempts
        self.transientBase = transientBase
        self.throttlingBase = throttlingBase
        self.maxPause = maxPause
    }

    /// The AWS SDKs' standard mode (botocore 1.44 `retries/standard.py`).
    package static let awsStandard = RetryPolicy(
        maxAttempts: 3, transientBase: .milliseconds(50), throttlingBase: .seconds(1))
    /// The same for DynamoDB, whose calls are short.
    package static let dynamoDB = RetryPolicy(
        maxAttempts: 4, transientBase: .milliseconds(25), throttlingBase: .seconds(1))
    /// google-genai's retry options when they are switched on: five attempts from one second.
    package static let gemini = RetryPolicy(
        maxAttempts: 5, transientBase: .seconds(1), throttlingBase: .seconds(1), maxPause: .seconds(60))

    /// The upper bound of the pause before attempt `attempt + 1`, `attempt` counting from 1.
    func pauseBound(after attempt: Int, throttled: Bool) -> Duration {
        let base = throttled ? throttlingBase : transientBase
        return min(maxPause, base * (1 << min(attempt - 1, 20)))
    }
}
