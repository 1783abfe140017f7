import Base
import FoundationEssentials

extension Encodable {
    /// The value as JSON text, for attributes that hold JSON.
    /// - Throws: `.permanent` with `model_error`: only a number that JSON does not have can't be written.
    package func jsonText() throws(JobError) -> String {
        do {
            return String(decoding: try JSONEncoder.canonical.encode(self), as: UTF8.self)
        } catch {
            throw .permanent(JobFailure(.modelError, "The result could not be written.", cause: error))
        }
    }
}
