/// One request, in the form in which it goes over the wire: nothing in it is encoded or normalised again.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    package var endpoint: HTTPEndpoint
    /// Percent-encoded, beginning with `/`; follows the endpoint's base path.
    package var path: String
    /// Percent-encoded, without `?`; nil for none.
    package var query: String?
    public var headers: HTTPHeaders
    public var body: HTTPBody

    public init(
        _ method: Method, _ endpoint: HTTPEndpoint, path: String = "/", query: String? = nil,
        headers: HTTPHeaders = [:], body: HTTPBody = .empty
    ) {
        self.method = method
        self.endpoint = endpoint
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// Base path, path and query: what stands in the request line.
    package var target: String {
        endpoint.basePath + path + (query.map { "?\($0)" } ?? "")
    }

    /// The whole URL. It may be a signed one: not for logs.
    package var url: String {
        "\(endpoint.scheme.rawValue)://\(endpoint.authority)\(target)"
    }
}
