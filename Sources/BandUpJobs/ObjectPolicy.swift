package import BandUpCore
import BandUpLambda
package import Base

/// Which objects a job may name: those of one configured bucket, and over the API only the caller's own.
package struct ObjectPolicy: Sendable {
    private let bucket: String

    package init(bucket: String) {
        self.bucket = bucket
    }

    /// The answer is the same whether or not the object exists.
    /// - Throws: `.permanent` with `forbidden`.
    package func check(_ location: S3Location, field: String, for user: JobUser) throws(JobError) {
        guard location.bucket == bucket, !user.ownsObjectsOnly || isOwned(location.key, by: user.id) else {
            throw .permanent(JobFailure(.forbidden, "This object is not one that you may use.", field: field))
        }
    }

    /// The user's id must be a whole segment, and no segment may be one that a reader of paths could take for a step
    /// elsewhere. S3 keys are not percent-decoded, so neither is this one; a key that would become another one by
    /// decoding is refused.
    ///
    /// Under `uploads/{upload_type}/{user_id}/` the third segment alone names the owner: a user called `speaking_audio`
    /// would otherwise own every recording. Elsewhere it is any segment behind the first and before the last.
    private func isOwned(_ key: String, by user: UserID) -> Bool {
        let segments = key.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !key.contains("%") else { return false }
        let folders = segments.dropLast()
        let owners = segments[0] == "uploads" ? folders.dropFirst(2).prefix(1) : folders.dropFirst()
        return owners.contains { $0.utf8.elementsEqual(user.description.utf8) }
    }
}

extension RequestFields {
    /// A required `s3://bucket/key`.
    package func s3Location(_ name: String) throws(InvalidField) -> S3Location {
        let text = try string(name, maxLength: 2048)
        do {
            return try S3Location(text)
        } catch {
            throw InvalidField(field: name, problem: error.description)
        }
    }
}
