import BandUpCore
package import Base
import FoundationEssentials

/// How callers of the API prove who they are (`API_AUTH`), said by configuration and never guessed from what a request
/// lacks.
package struct APIAccess: Sendable {
    package enum Mode: String, Sendable, CaseIterable {
        /// The gateway lets in IAM signatures alone: trusted back ends.
        case iam
        /// The gateway's own JWT authorizer.
        case jwt
        /// Our Lambda authorizer.
        case authorizer
    }

    private let mode: Mode
    /// How much the clocks of issuer and function may differ.
    private let leeway: Duration
    private let clock: any WallClock

    package init(mode: Mode, leeway: Duration = .seconds(30), clock: any WallClock = SystemClock()) {
        self.mode = mode
        self.leeway = leeway
        self.clock = clock
    }

    package init(environment: Environment, clock: any WallClock) throws(ConfigurationError) {
        self.init(
            mode: try environment.parsed("API_AUTH", default: .iam, expected: "iam, jwt or authorizer") {
                Mode(rawValue: $0)
            },
            leeway: .seconds(try environment.integer("JWT_LEEWAY_SECONDS", default: 30, in: 0...300)), clock: clock)
    }

    /// A context that names a learner is a learner's in every mode; only with `iam`, an IAM signature makes a caller
    /// trusted. Anybody else is nobody.
    /// - Throws: `unauthorized`, also for a token that has run out since the authorizer saw it.
    package func caller(of request: APIGatewayRequest) throws(APIError) -> Caller {
        let authorization = request.authorization
        guard let claims = authorization.claims else {
            guard mode == .iam, authorization.iamARN != nil else { throw Self.unidentified }
            return .service
        }
        // The first name that is there decides: one that is not usable does not fall through to the next, which might be
        // somebody else.
        let name = authorization.userClaims.lazy.compactMap { claims[$0] }.first { $0 != .null }
        let text: String? =
            switch name {
            case .string(let text): text
            case .integer(let number): "\(number)"
            default: nil
            }
        guard let user = text.flatMap({ UserID($0) }) else { throw Self.unidentified }
        if let expiry = claims["exp"], expiry != .null {
            guard let end = ExpiryClaim(expiry)?.date,
                end.addingTimeInterval(leeway.seconds) > clock.now
            else { throw APIError(.unauthorized, "The token has run out. Sign in again.") }
        }
        let anonymous = claims["anonymous"] ?? claims["is_anonymous"]
        return Caller(
            user: user, role: Role(authorization),
            isAnonymous: anonymous.map { ![.bool(false), "false", .null].contains($0) } ?? false)
    }

    private static var unidentified: APIError {
        APIError(.unauthorized, "The caller could not be identified.")
    }
}
