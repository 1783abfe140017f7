import BandUpJobs
import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Answers upload requests, from the API or as direct invocations.
struct UploadFunction: LambdaHandler {
    let service: UploadService
    let responder: APIResponder

    /// An upload request is a few fields; this is far above the longest.
    private static let maximumBodyByteCount = 16 << 10
    private static let router = Router([Route(.post, "/uploads", ())])

    func handle(_ event: Data, context: LambdaContext) async throws -> LambdaAnswer {
        switch try LambdaEvent(event) {
        case .api(let request):
            answer(context, for: request) { () throws(APIError) in try upload(request, context: context) }
        case .direct(let body):
            answer(context) { () throws(APIError) in
                try upload(try fields(of: body), user: nil, context: context)
            }
        case .unreadableAPI(let error):
            LambdaAnswer(responder.error(error, requestID: context.requestID).json)
        case .sqs:
            throw UnsupportedEvent(problem: "S3Upload takes no SQS messages.")
        }
    }

    private func answer(
        _ context: LambdaContext, for request: APIGatewayRequest? = nil,
        _ respond: () throws(APIError) -> APIGatewayResponse
    ) -> LambdaAnswer {
        do throws(APIError) {
            return LambdaAnswer(try respond().json)
        } catch {
            context.logger.info("request refused", .oneOf("errorCode", error.code))
            return LambdaAnswer(responder.error(error, requestID: context.requestID, for: request).json)
        }
    }

    private func upload(_ request: APIGatewayRequest, context: LambdaContext) throws(APIError) -> APIGatewayResponse {
        switch try Self.router.match(request) {
        case .options(let methods): responder.options(allowedMethods: methods)
        case .target:
            try upload(
                try request.jsonFields(maxByteCount: Self.maximumBodyByteCount),
                user: try request.caller.authenticatedUser(), context: context)
        }
    }

    /// - Parameter user: who the authorizer says it is; nil for a trusted back end.
    private func upload(
        _ fields: RequestFields, user: UserID?, context: LambdaContext
    ) throws(APIError) -> APIGatewayResponse {
        let request: UploadRequest
        do {
            let named = try fields.optionalIdentifier("user_id", as: UserID.self)
            guard let userID = user ?? named else { throw InvalidField(field: "user_id", problem: "is missing") }
            guard named == nil || named == userID else {
                throw APIError(.forbidden, "The user_id is not that of the caller.", field: "user_id")
            }
            request = try UploadRequest(fields, userID: userID)
        } catch let error as InvalidField {
            throw APIError(error)
        } catch let error as APIError {
            throw error
        } catch {
            throw APIError(.unavailable, "The upload can't be prepared.")
        }
        context.logger.info("upload prepared", .oneOf("uploadType", request.type))
        return responder.json(try json(service.upload(request)))
    }

    private func fields(of body: Data) throws(APIError) -> RequestFields {
        do {
            return try RequestFields(json: body, maxByteCount: Self.maximumBodyByteCount)
        } catch {
            throw APIError(error)
        }
    }

    private func json(_ result: UploadResult) throws(APIError) -> Data {
        do {
            return try JSONEncoder.canonical.encode(result)
        } catch {
            throw APIError(.unavailable, "The upload can't be prepared.")
        }
    }
}
