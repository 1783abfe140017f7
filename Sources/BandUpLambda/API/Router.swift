import Base
package import BandUpCore

/// One route: a method, a path pattern and what it leads to.
package struct Route<Target: Sendable>: Sendable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        case parameter
    }

    package let method: HTTPRequest.Method
    package let target: Target
    let segments: [Segment]

    /// - Parameter pattern: such as `/writing/evaluations/{id}`: literal segments, at most one parameter.
    package init(_ method: HTTPRequest.Method, _ pattern: String, _ target: Target) {
        self.method = method
        self.target = target
        segments = pattern.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? .parameter : .literal(String(segment))
        }
    }

    /// The parameter's value (empty where the pattern has none) if the path's segments fit.
    func parameter(in path: [String]) -> String? {
        guard path.count == segments.count else { return nil }
        var parameter = ""
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal): guard literal == text else { return nil }
            case .parameter: parameter = text
            }
        }
        return parameter
    }
}

/// What a request leads to.
package enum RouteMatch<Target: Sendable>: Sendable {
    /// - Parameter id: the decoded `{id}` segment; nil where the pattern has none. Still text from outside.
    case target(Target, id: String?)
    /// An OPTIONS request for a path that exists: answer 204 with these methods.
    case options(allowedMethods: [String])
}

/// Finds the route of a request by method and path.
///
/// The path is cut at its slashes first and each segment percent-decoded once after that, so that `%2F` never makes
/// another segment; an empty segment (a double or trailing slash) and broken escapes lead nowhere.
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
        let fitting = routes.compactMap { route in route.parameter(in: segments).map { (route, $0) } }
        guard !fitting.isEmpty else { throw Self.notFound }
        let wanted = method == "HEAD" ? "GET" : method
        if let (route, parameter) = fitting.first(where: { $0.0.method.rawValue == wanted }) {
            return .target(route.target, id: route.segments.contains(.parameter) ? parameter : nil)
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
