import Base
import FoundationEssentials

/// What an attempt at a job came to, as logs and metrics tell it.
enum JobEnding: String, CaseIterable, Sendable {
    case completed, failed
    /// Another attempt follows.
    case released
    /// Another invocation has taken the job over meanwhile.
    case lost

    /// The job's last line, and what of it is counted.
    func tell(since start: Date, until end: Date, logger: Logger, metrics: Metrics) {
        let duration = Duration.seconds(end.timeIntervalSince(start))
        metrics.time(.jobDuration, duration)
        switch self {
        case .completed: metrics.count(.jobsCompleted)
        case .failed: metrics.count(.jobsFailed)
        case .released: metrics.count(.jobsReleased)
        case .lost: break
        }
        logger.info(
            "job finished",
            [.oneOf("outcome", self), .milliseconds("durationMs", duration)] + JobSummary(metrics).fields)
    }
}
