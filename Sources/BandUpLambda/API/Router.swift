package import BandUpCore
package import Base

/// One route: a method, a path pattern and what it leads to.
package struct Route<Target: Sendable>: Sendable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        case parameter(String)
    }

    package let method: HTTPRequest.Method
    package let target: Target
    let segments: [Segment]

    /// - Parameter pattern: such as `/conversations/{id}/messages`: literal segments, and parameters in braces.
    package init(_ method: HTTPRequest.Method, _ pattern: String, _ target: Target) {
        self.method = method
        self.target = target
        segments = pattern.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    /// The parameters' values by name if the path's segments fit.
    func parameters(in path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal): guard literal == text else { return nil }
            case .parameter(let name): parameters[name] = text
            }
        }
        return parameters
    }

    /// Whether this route's pattern goes before another's that fits the same path: `/reviews/due` before `/reviews/{id}`.
    func isMoreLiteral(than other: Route) -> Bool {
        for (own, others) in zip(segments, other.segments) {
            switch (own, others) {
            case (.literal, .parameter): return true
            case (.parameter, .literal): return false
            default: continue
            }
        }
        return false
    }
}

/// What a request leads to.
package enum RouteMatch<Target: Sendable>: Sendable {
    /// - Parameter parameters: the decoded segments by name. Still text from outside.
    case target(Target, parameters: [String: String])
    /// An OPTIONS request for a path that exists: answer 204 with these methods.
    case options(allowedMethods: [String])
}

/// Finds the route of a request by method and path.
///
/// The path is cut at its slashes first and each segment percent-decoded once after that, so that `%2F` never makes
/// another segment; an empty segment (a double or trailing slash) and broken escapes lead nowhere. Of patterns that fit
/// the same path the more literal one counts, for all methods.
package struct Router<Target: Sendable>: Sendable {
    private let routes: [Route<Target>]

    package init(_ routes: [Route<Target>]) {
        self.routes = routes
    }

    /// HEAD is taken for GET; `APIResponder` leaves the body out.
    ///
    /// - Throws: `not_found`, or `method_not_allowed` with the methods that the path has.
    package func match(method: String, path: String) throws(APIError) -> RouteMatch<Target> {
        guard let segments = PathSegments.decoded(path) else { throw Self.notFound }
        let all = routes.compactMap { route in route.parameters(in: segments).map { (route, $0) } }
        let fitting = all.filter { one in !all.contains { $0.0.isMoreLiteral(than: one.0) } }
        guard !fitting.isEmpty else { throw Self.notFound }
        let wanted = method == "HEAD" ? "GET" : method
        if let (route, parameters) = fitting.first(where: { $0.0.method.rawValue == wanted }) {
            return .target(route.target, parameters: parameters)
        }
        let allowed = Self.allowedMethods(fitting.map(\.0))
        guard method == "OPTIONS" else {
            throw APIError(.methodNotAllowed, "This path does not take that method.", allowedMethods: allowed)
        }
        return .options(allowedMethods: allowed)
    }

    package func match(_ request: APIGatewayRequest) throws(APIError) -> RouteMatch<Target> {
        try match(method: request.method, path: request.path)
    }

    private static var notFound: APIError { APIError(.notFound, "There is nothing at this path.") }

    private static func allowedMethods(_ routes: [Route<Target>]) -> [String] {
        var methods = Set(routes.map(\.method.rawValue))
        if methods.contains("GET") { methods.insert("HEAD") }
        methods.insert("OPTIONS")
        return methods.sorted()
    }
}
