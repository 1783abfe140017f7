import Synchronization

/// Collects what is measured in one invocation, or for one job, until it is written.
///
/// A reference, since whatever takes part in a job adds to the same values, from several tasks at once: hence the lock.
package final class Metrics: Sendable {
    /// A metric with the value of its dimension.
    package struct Series: Hashable, Sendable {
        package let metric: Metric
        /// Nil where the metric has no dimension but the function.
        package let member: String?
    }

    private let recorded = Mutex<[Series: [Double]]>([:])
    private let notes = Mutex<[LogField]>([])

    package init() {}

    /// Counts events of a metric of the function as a whole; none is nothing to say.
    package func count(_ metric: Metric, _ number: Int = 1) {
        guard number != 0, metric.dimension == nil else { return }
        add(Double(number), to: Series(metric: metric, member: nil))
    }

    /// Records a duration of the function as a whole.
    package func time(_ metric: Metric, _ duration: Duration) {
        guard metric.dimension == nil else { return }
        add(duration.fractionalMilliseconds, to: Series(metric: metric, member: nil))
    }

    package func time(_ step: JobStep, _ duration: Duration) {
        add(duration.fractionalMilliseconds, to: Series(metric: .stepDuration, member: step.name))
    }

    /// Stands as a property beside the values that are written next.
    package func note(_ property: LogField) {
        notes.withLock { $0.append(property) }
    }

    /// Records a value of a metric that has a dimension.
    package func add(_ value: Double, to metric: Metric, of member: String) {
        add(value, to: Series(metric: metric, member: member))
    }

    private func add(_ value: Double, to series: Series) {
        recorded.withLock { $0[series, default: []].append(value) }
    }

    /// Everything so far.
    package var all: [Series: [Double]] { recorded.withLock { $0 } }

    /// The notes since the last time, which are forgotten.
    func drainNotes() -> [LogField] {
        notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }

    /// Everything since the last time, which is forgotten.
    package func drain() -> [Series: [Double]] {
        recorded.withLock { recorded in
            defer { recorded = [:] }
            return recorded
        }
    }
}

extension Duration {
    /// Milliseconds with three decimals, never negative: a wall clock may be set back meanwhile.
    package var fractionalMilliseconds: Double { max(0, (seconds * 1_000_000).rounded() / 1000) }
}
