package import BandUpCore
package import FoundationEssentials

/// A request from API Gateway, the same for payload format 1.0 (REST API) and 2.0 (HTTP API). Cookies are not read.
package struct APIGatewayRequest: Sendable, Equatable {
    /// Upper case.
    package let method: String
    /// As the gateway matched it with a route (still percent-encoded where the gateway left it so): without stage, base path
    /// or mapping key.
    package let path: String
    /// Decoded. A repeated parameter has all its values, joined by commas.
    package let query: [String: String]
    package let headers: HTTPHeaders
    /// Decoded where the gateway sent base64.
    package let body: Data
    package let authorization: GatewayAuthorization

    package init(
        method: String, path: String, query: [String: String] = [:], headers: HTTPHeaders = [:], body: Data = Data(),
        authorization: GatewayAuthorization = .none
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.authorization = authorization
    }
}
