@testable import BandUpLambda
import BandUpCore
import Base
import Foundation
import Testing

@Suite struct APIGatewayRequestTests {
    private func request(_ name: String) throws -> APIGatewayRequest {
        guard case .api(let request) = try LambdaEvent(EventGolden.data(name)) else {
            throw InvalidField(field: name, problem: "is not read as an API request")
        }
        return request
    }

    @Test("formats 1.0 and 2.0 become the same request", arguments: ["api-v1-cognito", "api-v2-jwt"])
    func formats(name: String) throws {
        let request = try request(name)
        #expect(request.method == "POST")
        #expect(request.path == "/writing/evaluations")
        #expect(request.headers["CONTENT-type"] == "application/json")
        #expect(request.caller == .authenticated(try #require(UserID("5b3e4f6a-0000-4c1d-9f5e-1234567890ab"))))
        #expect(try request.jsonFields(maxByteCount: 1000).string("user_id", maxLength: 9) == "u-1")
        #expect(request.sourceIP == (name == "api-v1-cognito" ? "127.0.0.1" : "203.0.113.7"))
        #expect(request.requestID?.isEmpty == false)
    }

    @Test("the emulator's own samples are read", arguments: ["api-v1-sample", "api-v2-sample"])
    func samples(name: String) throws {
        let request = try request(name)
        #expect(request.path == "/path/to/resource")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"test":"body"}"#)
        #expect(!request.pathParameters.isEmpty && !request.query.isEmpty)
    }

    @Test(
        "the caller is who the authorizer says; an authorizer that says nothing usable never makes a trusted caller",
        arguments: [
            (
                "api-v1-lambda-authorizer-principal",
                CallerIdentity.authenticated(UserID("auth0|507f1f77bcf86cd799439020")!)
            ),
            ("api-v1-lambda-authorizer-context", .authenticated(UserID("learner-9")!)),
            ("api-v2-lambda-authorizer", .authenticated(UserID("42")!)),
            ("api-v1-iam", .trusted), ("api-v2-iam", .trusted), ("api-v2-named-stage", .trusted),
            ("api-v1-nulls", .trusted),
            ("api-v2-jwt-without-sub", .unidentified), ("api-v2-jwt-unusable-sub", .unidentified),
            ("api-v2-lambda-authorizer-empty", .unidentified), ("api-v2-sample", .unidentified),
        ])
    func callers(name: String, caller: CallerIdentity) throws {
        #expect(try request(name).caller == caller)
    }

    @Test("an empty authorizer object names nobody, in either format")
    func emptyAuthorizer() {
        #expect(CallerIdentity(payloadV1: [:]) == .unidentified)
        #expect(CallerIdentity(payloadV2: [:]) == .unidentified)
        #expect(CallerIdentity(payloadV2: ["iam": .null]) == .unidentified)
        #expect(CallerIdentity(payloadV1: ["claims": .null, "sub": "u-1"]) == .unidentified)
    }

    @Test("a named stage is not part of the path")
    func stage() throws {
        let request = try request("api-v2-named-stage")
        #expect(request.path == "/flashcard-sets")
        #expect(request.query == ["limit": "5", "cursor": "a+b"])
        #expect(request.body.isEmpty)
    }

    @Test("a repeated parameter has all its values, in either format")
    func repeatedParameters() throws {
        let v1 = #"""
            {"httpMethod": "GET", "path": "/a", "requestContext": {}, "queryStringParameters": {"user_id": "u-2"},
            "multiValueQueryStringParameters": {"user_id": ["u-1", "u-2"]}}
            """#
        let v2 = #"""
            {"version": "2.0", "rawPath": "/a", "queryStringParameters": {"user_id": "u-1,u-2"},
            "requestContext": {"http": {"method": "GET"}}}
            """#
        for event in [v1, v2] {
            guard case .api(let request) = try LambdaEvent(Data(event.utf8)) else {
                Issue.record("not read as an API request")
                continue
            }
            #expect(request.query == ["user_id": "u-1,u-2"])
        }
    }

    @Test("nulls are absent")
    func nulls() throws {
        let request = try request("api-v1-nulls")
        #expect(request.query == ["limit": "5"])
        #expect(request.pathParameters == ["id": "s-1"])
        #expect(request.headers == [:])
    }

    @Test("a base64 body is decoded")
    func base64() throws {
        let request = try request("api-v2-base64-body")
        #expect(
            try request.jsonFields(maxByteCount: 1000).string("essay_content", maxLength: 99)
                == "Cities grow – and so do rents.")
    }

    @Test("several values of a header are all kept")
    func repeatedHeaders() throws {
        #expect(try request("api-v1-iam").headers["x-forwarded-for"] == "203.0.113.7, 198.51.100.1")
    }
}
