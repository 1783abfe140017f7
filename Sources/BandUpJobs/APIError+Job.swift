package import BandUpLambda
package import Base

extension APIError {
    /// What the caller is told of a job's failure.
    init(_ failure: JobFailure, retryAfter: Duration? = nil) {
        self.init(failure.code, failure.message, field: failure.field, retryAfter: retryAfter)
    }
}

extension CallerIdentity {
    /// The user that an authorizer vouches for; nil for a trusted back end, which speaks for its users.
    /// - Throws: `unauthorized` where there is an authorizer that names nobody.
    package func authenticatedUser() throws(APIError) -> UserID? {
        switch self {
        case .authenticated(let userID): userID
        case .trusted: nil
        case .unidentified: throw APIError(.unauthorized, "The caller could not be identified.")
        }
    }
}
