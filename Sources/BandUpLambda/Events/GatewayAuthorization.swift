package import Base

/// What a gateway says about who sent a request, in the same words for both payload formats.
package struct GatewayAuthorization: Sendable, Equatable {
    /// What an authorizer (JWT, Cognito or Lambda) says of a learner; nil where none has spoken. It may be empty.
    package let claims: [String: JSONValue]?
    /// Where in `claims` the user's id may stand, the most telling first.
    package let userClaims: [String]
    /// The IAM identity that signed the request; nil where none did, and for the temporary credentials that a Cognito
    /// identity pool gives to anybody's browser.
    package let iamARN: String?

    package init(claims: [String: JSONValue]?, userClaims: [String] = ["sub", "user_id"], iamARN: String? = nil) {
        self.claims = claims
        self.userClaims = userClaims
        self.iamARN = iamARN
    }

    package static let none = GatewayAuthorization(claims: nil)

    static let lambdaUserClaims = ["sub", "user_id", "principalId"]
}

extension GatewayAuthorization {
    /// From `requestContext.authorizer` of payload format 2.0: `{"jwt": {"claims"}}`, `{"lambda"}` or `{"iam"}`.
    init(payloadV2 authorizer: [String: JSONValue]?) {
        let iam = authorizer?["iam"]
        let arn = iam?["cognitoIdentity"].isAbsent == true ? iam?["userArn"]?.stringValue.nonEmpty : nil
        if let jwt = authorizer?["jwt"].present {
            self.init(claims: jwt["claims"]?.objectValue ?? [:])
        } else if let context = authorizer?["lambda"].present {
            self.init(claims: context.objectValue ?? [:], userClaims: Self.lambdaUserClaims)
        } else {
            self.init(claims: nil, iamARN: arn)
        }
    }

    /// From `requestContext` of payload format 1.0: `authorizer {"claims"}` for Cognito, else a Lambda authorizer's context
    /// beside its `principalId`; `identity.userArn` for IAM.
    init(payloadV1 authorizer: [String: JSONValue]?, userARN: String?, cognitoIdentityID: String?) {
        if let claims = authorizer?["claims"] {
            self.init(claims: claims.objectValue ?? [:])
        } else if let authorizer, authorizer.contains(where: { $0.key != "integrationLatency" }) {
            self.init(claims: authorizer, userClaims: Self.lambdaUserClaims)
        } else {
            self.init(claims: nil, iamARN: cognitoIdentityID.nonEmpty == nil ? userARN.nonEmpty : nil)
        }
    }
}

extension JSONValue {
    fileprivate var objectValue: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}

extension JSONValue? {
    /// Neither absent nor null.
    fileprivate var present: JSONValue? { self == .some(.null) ? .none : self }
    fileprivate var isAbsent: Bool { present == nil }
}

extension String? {
    fileprivate var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
