import Synchronization

/// Collects what is measured in one invocation, or for one job, until it is written.
///
/// A reference, since whatever takes part in a job adds to the same values, from several tasks at once: hence the lock.
public final class Metrics: Sendable {
    /// A metric with the value of its dimension.
    struct Series: Hashable, Sendable {
        let metric: Metric
        /// Nil where the metric has no dimension but the function.
        let member: String?
    }

    private let recorded = Mutex<[Series: [Double]]>([:])
    private let notes = Mutex<[LogField]>([])

    public init() {}

    /// Counts events of a metric of the function as a whole; none is nothing to say.
    public func count(_ metric: Metric, _ number: Int = 1) {
        guard number != 0, metric.dimension == nil else { return }
        add(Double(number), to: Series(metric: metric, member: nil))
    }

    /// Records a duration of the function as a whole.
    public func time(_ metric: Metric, _ duration: Duration) {
        guard metric.dimension == nil else { return }
        add(duration.fractionalMilliseconds, to: Series(metric: metric, member: nil))
    }

    public func time(_ step: JobStep, _ duration: Duration) {
        add(duration.fractionalMilliseconds, to: Series(metric: .stepDuration, member: step.rawValue))
    }

    /// Records one answered call of a model. Its cost is left out where it is not known.
    public func modelCall(_ model: GeminiModel, latency: Duration, usage: TokenUsage?, cost: Cost?) {
        func record(_ metric: Metric, _ value: Double) { add(value, to: Series(metric: metric, member: model.name)) }
        record(.modelCalls, 1)
        record(.modelLatency, latency.fractionalMilliseconds)
        spend(on: model.name, input: usage?.inputTokens ?? 0, output: usage?.outputTokens ?? 0, cost: cost)
    }

    /// Records what calls of a model have used, where the calls themselves are not of interest (`EmbeddingCalls`).
    public func spend(on model: String, input: Int, output: Int = 0, cost: Cost?) {
        if input > 0 { add(Double(input), to: Series(metric: .inputTokens, member: model)) }
        if output > 0 { add(Double(output), to: Series(metric: .outputTokens, member: model)) }
        if let cost { add(cost.approximateDollars, to: Series(metric: .modelCost, member: model)) }
    }

    /// Stands as a property beside the values that are written next.
    public func note(_ property: LogField) {
        notes.withLock { $0.append(property) }
    }

    private func add(_ value: Double, to series: Series) {
        recorded.withLock { $0[series, default: []].append(value) }
    }

    /// Everything so far.
    var all: [Series: [Double]] { recorded.withLock { $0 } }

    /// The notes since the last time, which are forgotten.
    func drainNotes() -> [LogField] {
        notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }

    /// Everything since the last time, which is forgotten.
    func drain() -> [Series: [Double]] {
        recorded.withLock { recorded in
            defer { recorded = [:] }
            return recorded
        }
    }
}

extension Duration {
    /// Milliseconds with three decimals, never negative: a wall clock may be set back meanwhile.
    var fractionalMilliseconds: Double { max(0, (seconds * 1_000_000).rounded() / 1000) }
}
