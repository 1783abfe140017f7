import BandUpCore
package import Base

/// A request in payload format 1.0, as REST APIs send it (API Gateway developer guide, "Input format of a Lambda function
/// for proxy integration"). Its path has no stage.
package struct RESTAPIEvent: LambdaEvent {
    package static let kind: StaticString = "REST requests"

    /// The request, or why it can't be read: a gateway waits for an answer.
    package let request: Result<APIGatewayRequest, InvalidField>

    package static func matches(_ shape: EventShape) -> Bool {
        shape.has("requestContext") && shape.has("httpMethod") && shape.isGatewayRequest
            && !shape.contextHas("connectionId") && !shape.contextHas("http")
    }

    package init(_ shape: EventShape) {
        do throws(InvalidField) {
            guard let payload = try? shape.decode(Payload.self) else { throw .unreadableRequest }
            request = .success(try payload.request())
        } catch {
            request = .failure(error)
        }
    }

    private struct Payload: Decodable {
        struct Context: Decodable {
            struct Identity: Decodable {
                let userArn: String?
                let cognitoIdentityId: String?
            }

            let identity: Identity?
            let authorizer: [String: JSONValue]?
        }

        let httpMethod: String
        let path: String
        let resource: String?
        let pathParameters: [String: String?]?
        let queryStringParameters: [String: String?]?
        let multiValueQueryStringParameters: [String: [String]?]?
        let headers: [String: String?]?
        let multiValueHeaders: [String: [String]?]?
        let requestContext: Context?
        let body: String?
        let isBase64Encoded: Bool?

        func request() throws(InvalidField) -> APIGatewayRequest {
            let repeated = multiValueQueryStringParameters?.compactMapValues { $0?.joined(separator: ",") } ?? [:]
            let identity = requestContext?.identity
            return APIGatewayRequest(
                method: httpMethod.uppercased(),
                path: MatchedPath(path, resource: resource, proxy: pathParameters.present["proxy"]).path,
                query: queryStringParameters.present.merging(repeated) { $1 },
                headers: HTTPHeaders(joining: headers, multiValueHeaders),
                body: try GatewayBody.decoded(body, isBase64Encoded ?? false),
                authorization: GatewayAuthorization(
                    payloadV1: requestContext?.authorizer, userARN: identity?.userArn,
                    cognitoIdentityID: identity?.cognitoIdentityId))
        }
    }
}
