package import BandUpCore
package import Base
package import FoundationEssentials

/// What happens on a connection of a WebSocket API (API Gateway developer guide, "WebSocket APIs"). Messages of one
/// connection may be delivered at the same time and out of order; a disconnect may come late, twice or never.
package struct WebSocketEvent: LambdaEvent {
    package static let kind: StaticString = "WebSocket events"

    package enum Happening: Sendable, Equatable {
        /// The handshake, which a 200 accepts. Headers and query come here and never again.
        case connect(headers: HTTPHeaders, query: [String: String])
        case message(Data)
        case disconnect(code: Int?)
    }

    package let happening: Happening
    /// Ends in `=` as a rule.
    package let connectionID: String
    /// `$connect`, `$disconnect`, `$default` or the key of a route.
    package let routeKey: String
    package let domainName: String
    package let stage: String
    /// What the authorizer said at `$connect`; its values are strings.
    package let authorizer: [String: JSONValue]

    package static func matches(_ shape: EventShape) -> Bool {
        shape.contextHas("connectionId") && shape.contextHas("eventType") && !shape.contextHas("http")
            && !shape.isForeign
            && !shape.isAuthorizerEvent && !shape.isActionGroup && !shape.has("Records") && !shape.has("httpMethod")
    }

    private struct Payload: Decodable {
        struct Context: Decodable {
            let connectionId: String
            let eventType: String
            let routeKey: String
            let domainName: String?
            let stage: String?
            let disconnectStatusCode: Int?
            let authorizer: [String: JSONValue]?
        }

        let requestContext: Context
        let headers: [String: String?]?
        let multiValueHeaders: [String: [String]?]?
        let queryStringParameters: [String: String?]?
        let body: String?
        let isBase64Encoded: Bool?
    }

    package init(_ shape: EventShape) throws {
        guard let payload = try? shape.decode(Payload.self) else {
            throw UnsupportedEvent(problem: "The WebSocket event can't be read.")
        }
        let context = payload.requestContext
        connectionID = context.connectionId
        routeKey = context.routeKey
        domainName = context.domainName ?? ""
        stage = context.stage ?? ""
        authorizer = context.authorizer ?? [:]
        switch context.eventType {
        case "CONNECT":
            happening = .connect(
                headers: HTTPHeaders(joining: payload.headers, payload.multiValueHeaders),
                query: payload.queryStringParameters.present)
        case "MESSAGE":
            happening = .message(try GatewayBody.decoded(payload.body, payload.isBase64Encoded ?? false))
        case "DISCONNECT": happening = .disconnect(code: context.disconnectStatusCode)
        default: throw UnsupportedEvent(problem: "The WebSocket event is of no known type.")
        }
    }
}
