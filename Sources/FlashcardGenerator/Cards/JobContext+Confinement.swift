import BandUpCore
import BandUpJobs
import Base
import Isolation

extension JobContext {
    /// Tells metrics and log, once an instance, what the kernel refuses to confine reading processes with.
    func tell(of notice: ConfinementNotice) {
        guard let missing = notice.take()?.missing, !missing.isEmpty else { return }
        metrics.count(.confinementMissing, missing.count)
        metrics.note(.all("missingMeasures", missing))
        logger.info("the kernel refuses measures that confine child processes", .all("missingMeasures", missing))
    }
}
