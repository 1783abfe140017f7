import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// A request whose sender and id could be read; its own fields come next.
struct JobSubmission: Sendable {
    let fields: RequestFields
    let key: JobKey
    let jobID: String?
    let user: JobUser

    /// - Parameters:
    ///   - caller: who sends it; the body may not say otherwise.
    ///   - ownsObjectsOnly: true for API callers.
    ///   - fallbackID: names the record where the body does not: the SQS message id, which survives redelivery.
    /// - Throws: `.permanent` with `invalid_request` or `forbidden`.
    init(
        _ fields: RequestFields, idField: String, caller: Caller, ownsObjectsOnly: Bool, fallbackID: String
    ) throws(JobError) {
        let identity: Identity
        let userID: UserID
        do {
            identity = try Identity(fields, idField: idField)
        } catch {
            throw .permanent(JobFailure(error))
        }
        do {
            userID = try caller.user(named: identity.userID)
        } catch {
            throw .permanent(JobFailure(error.code, error.message, field: error.field))
        }
        guard let id = identity.recordID ?? identity.jobID ?? JobID(fallbackID) else {
            throw .permanent(JobFailure(InvalidField(field: idField, problem: "is missing")))
        }
        self.fields = fields
        key = JobKey(id: id, userID: userID)
        jobID = identity.jobID?.description
        user = JobUser(id: userID, ownsObjectsOnly: ownsObjectsOnly)
    }

    /// The request as a message for the queue, with the id and the user that were found for it.
    func message(idField: String) throws -> Data {
        try fields.setting([idField: key.id.description, "user_id": user.id.description]).json
    }

    private struct Identity {
        let userID: UserID?
        let recordID: JobID?
        let jobID: JobID?

        init(_ fields: RequestFields, idField: String) throws(InvalidField) {
            userID = try fields.optionalIdentifier("user_id")
            recordID = try fields.optionalIdentifier(idField)
            jobID = try fields.optionalIdentifier("job_id")
        }
    }
}
