import BandUpCore
package import Base

/// A request in payload format 2.0, as HTTP APIs and function URLs send it (API Gateway developer guide, "Create AWS Lambda
/// proxy integrations for HTTP APIs").
package struct HTTPAPIEvent: LambdaEvent {
    package static let kind: StaticString = "HTTP requests"

    /// The request, or why it can't be read: a gateway waits for an answer.
    package let request: Result<APIGatewayRequest, InvalidField>

    package static func matches(_ shape: EventShape) -> Bool {
        guard shape.has("requestContext"), !shape.has("httpMethod"), shape.isGatewayRequest else { return false }
        return !shape.contextHas("connectionId")
            && (shape.contextHas("http") || shape.hasAny(of: ["rawPath", "routeKey"]))
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
            struct HTTP: Decodable {
                let method: String
                let path: String?
            }

            let http: HTTP
            let stage: String?
            let authorizer: [String: JSONValue]?
        }

        let routeKey: String?
        let rawPath: String?
        let pathParameters: [String: String?]?
        let queryStringParameters: [String: String?]?
        let headers: [String: String?]?
        let requestContext: Context
        let body: String?
        let isBase64Encoded: Bool?

        func request() throws(InvalidField) -> APIGatewayRequest {
            let path = withoutStage(rawPath ?? requestContext.http.path ?? "/")
            // `POST /writing/evaluations`, `ANY /writing/{proxy+}` or `$default`.
            let resource = routeKey?.split(separator: " ").dropFirst().first.map(String.init)
            return APIGatewayRequest(
                method: requestContext.http.method.uppercased(),
                path: MatchedPath(path, resource: resource, proxy: pathParameters.present["proxy"]).path,
                query: queryStringParameters.present, headers: HTTPHeaders(joining: headers),
                body: try GatewayBody.decoded(body, isBase64Encoded ?? false),
                authorization: GatewayAuthorization(payloadV2: requestContext.authorizer))
        }

        /// Every stage but `$default` stands before the path.
        private func withoutStage(_ path: String) -> String {
            guard let stage = requestContext.stage, stage != "$default" else { return path }
            if path == "/\(stage)" { return "/" }
            return path.hasPrefix("/\(stage)/") ? String(path.dropFirst(stage.count + 1)) : path
        }
    }
}

extension InvalidField {
    static var unreadableRequest: InvalidField {
        InvalidField(field: nil, problem: "is not one that API Gateway sends")
    }
}

extension EventShape {
    /// Whether nothing speaks against a request of API Gateway in either format.
    var isGatewayRequest: Bool {
        !isForeign && !isAuthorizerEvent && !isActionGroup && !hasAny(of: ["Records", "type"])
    }
}
