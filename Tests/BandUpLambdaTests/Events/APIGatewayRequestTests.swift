import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite struct APIGatewayRequestTests {
    private func read(_ event: Data) throws -> Result<APIGatewayRequest, InvalidField> {
        let shape = try EventShape(event)
        #expect(HTTPAPIEvent.matches(shape) != RESTAPIEvent.matches(shape))
        return RESTAPIEvent.matches(shape) ? RESTAPIEvent(shape).request : HTTPAPIEvent(shape).request
    }

    private func request(_ name: String) throws -> APIGatewayRequest {
        try read(EventGolden.data(name)).get()
    }

    private func caller(_ name: String) throws(APIError) -> Caller {
        do {
            return try APIAccess(mode: .iam, clock: SteppingClock()).caller(of: try request(name))
        } catch let error as APIError {
            throw error
        } catch {
            throw APIError(.invalidRequest, "\(error)")
        }
    }

    @Test(
        "an API event with rubbish inside gets an answer",
        arguments: [
            "api-v2-broken-base64", "api-v2-wrong-types", "api-v2-without-method", "api-v1-path-missing",
            "api-authorizer-not-an-object",
        ])
    func rubbish(name: String) throws {
        #expect(throws: InvalidField.self) { try request(name) }
    }

    @Test("formats 1.0 and 2.0 become the same request", arguments: ["api-v1-cognito", "api-v2-jwt"])
    func formats(name: String) throws {
        let request = try request(name)
        #expect(request.method == "POST")
        #expect(request.path == "/writing/evaluations")
        #expect(request.headers["CONTENT-type"] == "application/json")
        #expect(try caller(name).user == UserID("5b3e4f6a-0000-4c1d-9f5e-1234567890ab"))
        #expect(try request.jsonFields(maxByteCount: 1000).string("user_id", maxLength: 9) == "u-1")
    }

    @Test("the emulator's own samples are read", arguments: ["api-v1-sample", "api-v2-sample"])
    func samples(name: String) throws {
        let request = try request(name)
        #expect(request.path == "/path/to/resource")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"test":"body"}"#)
        #expect(!request.query.isEmpty)
    }

    @Test(
        "the caller is who the authorizer says",
        arguments: [
            ("api-v1-lambda-authorizer-principal", "auth0|507f1f77bcf86cd799439020"),
            ("api-v1-lambda-authorizer-context", "learner-9"), ("api-v2-lambda-authorizer", "42"),
            ("api-v1-iam", nil), ("api-v2-iam", nil),
        ])
    func callers(name: String, user: String?) throws {
        let caller = try caller(name)
        #expect(caller.user?.description == user)
        #expect(caller.role == (user == nil ? .service : .learner))
    }

    @Test(
        "an authorizer that says nothing usable, and none at all, make nobody",
        arguments: [
            "api-v2-named-stage", "api-v1-nulls", "api-v2-jwt-without-sub", "api-v2-jwt-unusable-sub",
            "api-v2-lambda-authorizer-empty", "api-v2-sample",
        ])
    func nobody(name: String) {
        #expect(throws: APIError(.unauthorized, "The caller could not be identified.")) { try caller(name) }
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
            let request = try read(Data(event.utf8)).get()
            #expect(request.query == ["user_id": "u-1,u-2"])
        }
    }

    @Test("nulls are absent")
    func nulls() throws {
        let request = try request("api-v1-nulls")
        #expect(request.query == ["limit": "5"])
        #expect(request.path == "/writing/evaluations/s-1")
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
