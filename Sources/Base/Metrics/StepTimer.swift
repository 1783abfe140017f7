import FoundationEssentials

/// Times the steps of a job: each one adds to the metrics and writes a line at DEBUG.
package struct StepTimer: Sendable {
    private let clock: any WallClock
    private let logger: Logger
    private let metrics: Metrics?

    package init(clock: any WallClock, logger: Logger, metrics: Metrics? = InvocationScope.metrics) {
        self.clock = clock
        self.logger = logger
        self.metrics = metrics
    }

    /// Runs `body`, and takes its time also when it throws.
    package func callAsFunction<Value, Failure: Error>(
        _ step: JobStep, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let start = clock.now
        defer { record(step, .seconds(clock.now.timeIntervalSince(start))) }
        return try await body()
    }

    /// Records a step that was timed elsewhere, such as one that overlaps others.
    package func record(_ step: JobStep, _ duration: Duration) {
        metrics?.time(step, duration)
        logger.debug("step done", .step(step), .milliseconds("durationMs", duration))
    }
}
