import BandUpCore
package import Base

extension Logger {
    /// A logger that adds the job's id and, as a hash, whose it is.
    package func with(_ key: JobKey) -> Logger { with(job: key.id, of: key.userID) }
}
