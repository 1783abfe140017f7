package import BandUpCore
package import Base

/// What a gateway asks a Lambda authorizer: REST APIs TOKEN or REQUEST, HTTP APIs REQUEST in payload format 2.0, WebSocket
/// APIs REQUEST at `$connect` (API Gateway developer guides, "Input to an API Gateway Lambda authorizer").
package struct AuthorizerEvent: LambdaEvent {
    package static let kind: StaticString = "authorizer requests"

    /// Which gateway asks, since each wants another shape of answer.
    package enum Gateway: Sendable, Equatable {
        case restToken, restRequest, http, webSocket
    }

    package let gateway: Gateway
    /// `methodArn`, or `routeArn` of an HTTP API.
    package let resourceARN: String
    /// `authorizationToken`, as the client sent it with its scheme; nil for requests.
    package let token: String?
    package let headers: HTTPHeaders
    /// Decoded.
    package let query: [String: String]
    /// What the gateway has found as the caller's identity; of an HTTP API.
    package let identitySource: [String]
    package let routeKey: String?

    package static func matches(_ shape: EventShape) -> Bool {
        guard !shape.isForeign, !shape.has("Records"), !shape.isActionGroup else { return false }
        switch shape.text("type") {
        case "TOKEN": return shape.has("methodArn") && shape.has("authorizationToken")
        case "REQUEST": return shape.has("methodArn") != shape.has("routeArn")
        default: return false
        }
    }

    private struct Payload: Decodable {
        struct Context: Decodable {
            let connectionId: String?
            let routeKey: String?
        }

        let type: String
        let methodArn: String?
        let routeArn: String?
        let authorizationToken: String?
        let routeKey: String?
        let identitySource: JSONValue?
        let headers: [String: String?]?
        let multiValueHeaders: [String: [String]?]?
        let queryStringParameters: [String: String?]?
        let requestContext: Context?
    }

    package init(_ shape: EventShape) throws {
        guard let payload = try? shape.decode(Payload.self), let resource = payload.routeArn ?? payload.methodArn else {
            throw UnsupportedEvent(problem: "The authorizer request can't be read.")
        }
        resourceARN = resource
        token = payload.authorizationToken
        headers = HTTPHeaders(joining: payload.headers, payload.multiValueHeaders)
        query = payload.queryStringParameters.present
        routeKey = payload.routeKey ?? payload.requestContext?.routeKey
        // An array in format 2.0; in 1.0 one string with commas, which is not taken.
        identitySource =
            if case .array(let values)? = payload.identitySource { values.compactMap(\.stringValue) } else { [] }
        gateway =
            if payload.routeArn != nil {
                .http
            } else if payload.type == "TOKEN" {
                .restToken
            } else if payload.requestContext?.connectionId != nil {
                .webSocket
            } else {
                .restRequest
            }
    }
}
