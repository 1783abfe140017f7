import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite("Who calls") struct APIAccessTests {
    private let clock = SteppingClock()

    private func caller(
        _ authorization: GatewayAuthorization, _ mode: APIAccess.Mode = .iam
    ) throws(APIError) -> Caller {
        try APIAccess(mode: mode, clock: clock).caller(
            of: APIGatewayRequest(method: "GET", path: "/", authorization: authorization))
    }

    private func refusal(_ authorization: GatewayAuthorization, _ mode: APIAccess.Mode) -> ErrorCode? {
        do {
            _ = try caller(authorization, mode)
            return nil
        } catch {
            return error.code
        }
    }

    private static let iam = GatewayAuthorization(claims: nil, iamARN: "arn:aws:iam::1:user/backend")

    @Test("an IAM signature is trusted where API_AUTH says so, and nowhere else")
    func signatures() throws {
        #expect(try caller(Self.iam, .iam) == .service)
        #expect(refusal(Self.iam, .jwt) == .unauthorized)
        #expect(refusal(Self.iam, .authorizer) == .unauthorized)
    }

    @Test("nobody is trusted for what is missing", arguments: APIAccess.Mode.allCases)
    func nobody(mode: APIAccess.Mode) {
        #expect(refusal(.none, mode) == .unauthorized)
        #expect(refusal(GatewayAuthorization(claims: [:]), mode) == .unauthorized)
        #expect(refusal(GatewayAuthorization(claims: [:], iamARN: "arn:x"), mode) == .unauthorized)
        #expect(refusal(GatewayAuthorization(claims: ["sub": ""]), mode) == .unauthorized)
        #expect(refusal(GatewayAuthorization(claims: ["sub": "a/b", "user_id": "u-1"]), mode) == .unauthorized)
    }

    @Test("a context that names a learner is a learner's in every mode", arguments: APIAccess.Mode.allCases)
    func learners(mode: APIAccess.Mode) throws {
        let learner = Caller(user: try userID("u-1"), role: .learner)
        #expect(try caller(GatewayAuthorization(claims: ["sub": "u-1"]), mode) == learner)
        #expect(try caller(GatewayAuthorization(claims: ["sub": "u-1"], iamARN: "arn:x"), mode) == learner)
        #expect(try caller(GatewayAuthorization(claims: ["user_id": "u-1", "sub": .null]), mode) == learner)
    }

    @Test("the authorization is read out of both payload formats")
    func formats() {
        let iam: JSONValue = ["userArn": "arn:x", "cognitoIdentity": .null]
        #expect(GatewayAuthorization(payloadV2: ["iam": iam]).iamARN == "arn:x")
        #expect(GatewayAuthorization(payloadV2: ["iam": ["userArn": ""]]).iamARN == nil)
        #expect(GatewayAuthorization(payloadV2: ["iam": .null]) == .none)
        #expect(GatewayAuthorization(payloadV2: nil) == .none)
        #expect(GatewayAuthorization(payloadV2: [:]) == .none)
        #expect(GatewayAuthorization(payloadV2: ["jwt": ["claims": .null]]).claims == [:])
        #expect(GatewayAuthorization(payloadV2: ["lambda": ["user_id": "u-1"]]).claims == ["user_id": "u-1"])
        let v1 = GatewayAuthorization(payloadV1: nil, userARN: "arn:x", cognitoIdentityID: nil)
        #expect(v1.iamARN == "arn:x")
        #expect(GatewayAuthorization(payloadV1: ["claims": .null], userARN: nil, cognitoIdentityID: nil).claims == [:])
        let lambda = GatewayAuthorization(payloadV1: ["principalId": "u-1"], userARN: "arn:x", cognitoIdentityID: nil)
        #expect(lambda.claims == ["principalId": "u-1"])
    }

    @Test("the credentials that an identity pool gives to anybody's browser are nobody's back end")
    func identityPool() {
        let pool: JSONValue = ["identityId": "eu-west-1:1", "identityPoolId": "p", "amr": ["unauthenticated"]]
        #expect(
            GatewayAuthorization(payloadV2: ["iam": ["userArn": "arn:x", "cognitoIdentity": pool]]).iamARN == nil)
        let v1 = GatewayAuthorization(payloadV1: nil, userARN: "arn:x", cognitoIdentityID: "eu-west-1:1")
        #expect(v1.iamARN == nil)
    }

    @Test("a token that has run out since the authorizer saw it is nobody's, in whatever form its end comes")
    func expiry() throws {
        let now = Int64(clock.now.timeIntervalSince1970)
        for expired in [
            .integer(now - 31), .string("\(now - 31)"), .number(Double(now) - 31.5), "Wed Nov 27 14:13:20 UTC 2019",
            "soon", [], .bool(true), .string("\(-now)"), "nan",
        ] as [JSONValue] {
            #expect(refusal(GatewayAuthorization(claims: ["sub": "u-1", "exp": expired]), .jwt) == .unauthorized)
        }
        for alive in [
            .integer(now + 60), .string("\(now + 60)"), .integer(now - 10), .null, "Wed Nov 27 14:13:20 UTC 2099",
        ] as [JSONValue] {
            _ = try caller(GatewayAuthorization(claims: ["sub": "u-1", "exp": alive]), .jwt)
        }
    }

    @Test(
        "roles come from what the issuer alone can write; of several the highest counts",
        arguments: [
            (["app_metadata": ["role": "teacher"]], Role.teacher),
            (["app_metadata": #"{"role": "teacher", "provider": "email"}"#], .teacher),
            (["app_metadata": "map[provider:email providers:[email] role:teacher]"], .teacher),
            (["cognito:groups": "[learner teacher]"], .teacher),
            (["cognito:groups": ["service", "teacher"]], .service),
            (["cognito:groups": "learner,teacher"], .teacher), (["custom:role": "service"], .service),
            (["custom:role": "root"], .learner), (["user_metadata": ["role": "teacher"]], .learner),
            (["role": "service"], .learner), (["app_metadata": "map[x:role:teacher]"], .learner),
            (["app_metadata": "map[role:learner role:service]"], .learner), ([:], .learner),
        ] as [([String: JSONValue], Role)])
    func roles(claims: [String: JSONValue], role: Role) throws {
        let caller = try caller(GatewayAuthorization(claims: claims.merging(["sub": "u-1"]) { $1 }), .jwt)
        #expect(caller.role == role)
    }

    @Test("our own authorizer says the role outright, and whether there is an account")
    func context() throws {
        let context: [String: JSONValue] = ["user_id": "u-1", "role": "teacher", "anonymous": "true"]
        let authorization = GatewayAuthorization(payloadV2: ["lambda": .object(context)])
        let caller = try caller(authorization, .authorizer)
        #expect(caller == Caller(user: try userID("u-1"), role: .teacher, isAnonymous: true))
    }

    @Test("API_AUTH is one of three words, iam where it is not said")
    func configuration() throws {
        _ = try APIAccess(environment: Environment([:]), clock: clock)
        let error = #expect(throws: ConfigurationError.self) {
            try APIAccess(environment: Environment(["API_AUTH": "none"]), clock: clock)
        }
        #expect(error?.variable == "API_AUTH")
    }
}
