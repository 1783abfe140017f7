package import Base

/// Who calls the API, as the gateway's authorizer found out.
package enum CallerIdentity: Sendable, Equatable {
    /// An authorizer (JWT, Cognito or Lambda) named this user; what the body says does not count against it.
    case authenticated(UserID)
    /// No authorizer, or IAM: a back end of the platform's own, which speaks for its users.
    case trusted
    /// There is an authorizer, but no usable `sub`, `user_id` or principal in what it says. Never taken for trusted.
    case unidentified
}

extension CallerIdentity {
    /// From `requestContext.authorizer` of payload format 2.0: `{"jwt": {"claims"}}`, `{"lambda"}` or `{"iam"}`.
    init(payloadV2 authorizer: [String: JSONValue]?) {
        guard let authorizer else {
            self = .trusted
            return
        }
        if let jwt = authorizer["jwt"], jwt != .null {
            self.init(claims: jwt["claims"], keys: ["sub", "user_id"])
        } else if let context = authorizer["lambda"] {
            self.init(claims: context, keys: ["sub", "user_id", "principalId"])
        } else if let iam = authorizer["iam"], iam != .null {
            self = .trusted
        } else {
            self = .unidentified
        }
    }

    /// From `requestContext.authorizer` of payload format 1.0: `{"claims"}` for Cognito, else a Lambda authorizer's
    /// context beside its `principalId`. IAM callers have none.
    init(payloadV1 authorizer: [String: JSONValue]?) {
        guard let authorizer else {
            self = .trusted
            return
        }
        if let claims = authorizer["claims"] {
            self.init(claims: claims, keys: ["sub", "user_id"])
        } else {
            self.init(claims: .object(authorizer), keys: ["sub", "user_id", "principalId"])
        }
    }

    /// The first of `keys` that is there decides: one that is not usable does not fall through to the next, which might
    /// be somebody else.
    private init(claims: JSONValue?, keys: [String]) {
        let claim = keys.lazy.compactMap { claims?[$0] }.first { $0 != .null }
        let text: String? =
            switch claim {
            case .string(let text): text
            case .integer(let number): "\(number)"
            default: nil
            }
        self = text.flatMap(UserID.init).map(Self.authenticated) ?? .unidentified
    }
}
