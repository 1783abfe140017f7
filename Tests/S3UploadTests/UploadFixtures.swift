import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport

@testable import S3Upload

enum UploadFixtures {
    static func request(_ members: JSONValue = [:]) throws -> UploadRequest {
        let defaults: JSONValue = ["filename": "a.wav", "upload_type": "speaking_audio"]
        guard case .object(let members) = members else { throw Unfit(text: members.text) }
        return try UploadRequest(try RequestFields(defaults.setting(members).text), userID: try userID())
    }

    /// Signs on 2026-11-20 at 09:30:45 UTC.
    static var service: UploadService {
        UploadService(
            s3: S3Client(FakeHTTPService.storage()), audioBucket: "bandup-audio", documentsBucket: "bandup-documents",
            clock: SteppingClock())
    }

    struct Answer {
        let status: Int64
        let headers: JSONValue?
        let body: JSONValue

        var error: JSONValue? { body["error"] }
    }

    /// Calls the function as the gateway does (payload format 2.0).
    static func call(
        _ method: String = "POST", _ path: String = "/uploads", body: String, contentType: String? = "application/json",
        authorizer: JSONValue? = ["iam": ["userArn": "arn:aws:iam::1:user/backend"]], isBase64: Bool = false
    ) async throws -> Answer {
        var context: [String: JSONValue] = ["http": ["method": .string(method), "path": .string(path)]]
        context["authorizer"] = authorizer
        var headers: [String: JSONValue] = [:]
        headers["content-type"] = contentType.map { .string($0) }
        return try await invoke([
            "version": "2.0", "routeKey": "$default", "rawPath": .string(path), "body": .string(body),
            "isBase64Encoded": .bool(isBase64), "headers": .object(headers), "requestContext": .object(context),
        ])
    }

    static func invoke(_ event: JSONValue) async throws -> Answer {
        let uploads = Uploads(service: service)
        let http = HTTPFunction(
            routes: [uploads.route], access: APIAccess(mode: .iam, clock: SteppingClock()), responder: APIResponder())
        let function = EventHandler(.http(http), .direct(http, at: uploads.route))
        let context = LambdaContext(
            requestID: "request-1", deadline: .after(.seconds(30), on: SteppingClock()), invokedFunctionARN: "arn:x",
            logger: Logger(write: { _ in }))
        let answer = try JSONDecoder().decode(
            JSONValue.self, from: await function.handle(Data(event.text.utf8), context: context).payload)
        guard case .integer(let status)? = answer["statusCode"], let text = answer["body"]?.stringValue else {
            throw Unfit(text: answer.text)
        }
        return Answer(
            status: status, headers: answer["headers"], body: text.isEmpty ? .null : try JSONValue(json: text))
    }
}
