package import BandUpCore
package import FoundationEssentials

/// A request from API Gateway, the same for payload format 1.0 (REST API) and 2.0 (HTTP API). Cookies are not read.
package struct APIGatewayRequest: Sendable, Equatable {
    /// Upper case.
    package let method: String
    /// As the gateway passes it on (still percent-encoded where the gateway left it so), without the stage.
    package let path: String
    /// What the gateway matched: `POST /writing/evaluations` in format 2.0, the resource's path in 1.0.
    package let routeKey: String?
    package let pathParameters: [String: String]
    /// Decoded. A repeated parameter has all its values, joined by commas.
    package let query: [String: String]
    package let headers: HTTPHeaders
    /// Decoded where the gateway sent base64.
    package let body: Data
    /// The gateway's own id of the request.
    package let requestID: String?
    package let sourceIP: String?
    package let caller: CallerIdentity

    package init(
        method: String, path: String, routeKey: String? = nil, pathParameters: [String: String] = [:],
        query: [String: String] = [:], headers: HTTPHeaders = [:], body: Data = Data(), requestID: String? = nil,
        sourceIP: String? = nil, caller: CallerIdentity
    ) {
        self.method = method
        self.path = path
        self.routeKey = routeKey
        self.pathParameters = pathParameters
        self.query = query
        self.headers = headers
        self.body = body
        self.requestID = requestID
        self.sourceIP = sourceIP
        self.caller = caller
    }
}
