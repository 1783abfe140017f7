import BandUpCore
package import BandUpJobs
package import BandUpLambda
import Base

/// Upload requests: a learner says what is to be uploaded, and gets a signed URL for it.
struct Uploads: Sendable {
    let service: UploadService

    /// An upload request is a few fields; this is far above the longest.
    private static let maximumBodyByteCount = 16 << 10

    static func handler(_ startup: LambdaStartup) throws -> EventHandler {
        let services = try Services(startup)
        let uploads = Uploads(service: try UploadService(services))
        let function = try HTTPFunction(
            routes: [uploads.route], environment: startup.environment, clock: startup.clock)
        return EventHandler(.http(function), .direct(function, at: uploads.route))
    }

    var route: HTTPRoute {
        .post("/uploads") { call in
            let fields = try call.fields(maxByteCount: Self.maximumBodyByteCount)
            let userID = try call.caller.user(named: try fields.optionalIdentifier("user_id"))
            let request = try UploadRequest(fields, userID: userID)
            call.context.logger.info("upload prepared", .oneOf("uploadType", request.type))
            return try .json(service.upload(request))
        }
    }
}
