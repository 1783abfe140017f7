package import BandUpCore
package import Base
package import FoundationEssentials

/// Builds every response of the HTTP API, so that all of them carry the same headers and all errors the same shape.
package struct APIResponder: Sendable {
    private let corsAllowOrigin: String?

    /// - Parameter corsAllowOrigin: `*` or one origin; nil for no CORS headers (as where the gateway adds its own).
    package init(corsAllowOrigin: String? = nil) {
        self.corsAllowOrigin = corsAllowOrigin
    }

    /// Reads `CORS_ALLOW_ORIGIN`: absent, `*`, or one origin such as `https://app.example.com`.
    package init(environment: Environment) throws(ConfigurationError) {
        let name = "CORS_ALLOW_ORIGIN"
        guard let origin = environment[name] else {
            self.init()
            return
        }
        // An origin goes into a header as it is: scheme, host and port, and nothing else.
        guard origin == "*" || HTTPEndpoint(origin)?.basePath == "" && !origin.hasSuffix("/") else {
            throw ConfigurationError(variable: name, problem: "must be * or one origin, scheme://host[:port]")
        }
        self.init(corsAllowOrigin: origin)
    }

    /// A response with a JSON body, which a HEAD request does not get to see.
    package func json(
        _ body: Data, status: Int = 200, headers: HTTPHeaders = [:], for request: APIGatewayRequest? = nil
    ) -> APIGatewayResponse {
        var all: HTTPHeaders = ["Content-Type": "application/json"]
        for field in commonHeaders.fields + headers.fields { all.append(field.name, field.value) }
        return APIGatewayResponse(status: status, headers: all, body: request?.method == "HEAD" ? Data() : body)
    }

    /// What a route answered, as the gateway wants it.
    package func response(to request: APIGatewayRequest, _ reply: HTTPReply) -> APIGatewayResponse {
        guard let body = reply.body else {
            var headers = commonHeaders
            for field in reply.headers.fields { headers.append(field.name, field.value) }
            return APIGatewayResponse(status: reply.status, headers: headers)
        }
        return json(body, status: reply.status, headers: reply.headers, for: request)
    }

    /// `{"error": {"code", "message", "field"?, "request_id"}}`
    ///
    /// - Parameter requestID: the invocation's, which every log line of it carries too.
    package func error(
        _ error: APIError, requestID: String, for request: APIGatewayRequest? = nil
    ) -> APIGatewayResponse {
        var headers = HTTPHeaders()
        if let retryAfter = error.retryAfter {
            headers["Retry-After"] = "\(Int(max(0, retryAfter.seconds.rounded(.up))))"
        }
        if !error.allowedMethods.isEmpty { headers["Allow"] = error.allowedMethods.joined(separator: ", ") }
        var members = "\"code\":\(JSONText.quoted(error.code.rawValue)),\"message\":\(JSONText.quoted(error.message))"
        if let field = error.field { members += ",\"field\":\(JSONText.quoted(field))" }
        members += ",\"request_id\":\(JSONText.quoted(requestID))"
        return json(
            Data("{\"error\":{\(members)}}".utf8), status: error.code.httpStatus, headers: headers, for: request)
    }

    /// The answer to OPTIONS: 204 with `Allow`, and the same for a browser's preflight where CORS is on.
    package func options(allowedMethods: [String]) -> APIGatewayResponse {
        var headers = commonHeaders
        let methods = allowedMethods.joined(separator: ", ")
        headers["Allow"] = methods
        if corsAllowOrigin != nil {
            headers["Access-Control-Allow-Methods"] = methods
            headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Prefer"
            headers["Access-Control-Max-Age"] = "600"
        }
        return APIGatewayResponse(status: 204, headers: headers, body: Data())
    }

    /// Answers hold learners' data: no cache may keep them, no browser may guess at them, frame or run them.
    private var commonHeaders: HTTPHeaders {
        var headers: HTTPHeaders = [
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy": "no-referrer",
            "Strict-Transport-Security": "max-age=31536000",
        ]
        if let corsAllowOrigin {
            headers["Access-Control-Allow-Origin"] = corsAllowOrigin
            headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
            if corsAllowOrigin != "*" { headers["Vary"] = "Origin" }
        }
        return headers
    }
}
