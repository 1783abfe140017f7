import BandUpCore
package import Base

/// Who makes a request, once that is settled.
package struct Caller: Sendable, Equatable {
    /// The user that an authorizer vouches for; nil for a trusted back end, which speaks for its users.
    package let user: UserID?
    package let role: Role
    /// Signed in without an account: may read what is published, and nothing that is paid for.
    package let isAnonymous: Bool

    package init(user: UserID?, role: Role, isAnonymous: Bool = false) {
        self.user = user
        self.role = role
        self.isAnonymous = isAnonymous
    }

    /// A back end of the platform's own.
    package static let service = Caller(user: nil, role: .service)

    /// Whose request it is: the authorizer's user, whom nothing in the request may contradict; for a trusted caller the
    /// one that the request names.
    /// - Throws: `forbidden` for another's name, `invalid_request` where nobody is named.
    package func user(named: UserID?) throws(APIError) -> UserID {
        guard let user else {
            guard let named else { throw APIError(InvalidField(field: "user_id", problem: "is missing")) }
            return named
        }
        guard named == nil || named == user else {
            throw APIError(.forbidden, "The user_id is not that of the caller.", field: "user_id")
        }
        return user
    }
}
