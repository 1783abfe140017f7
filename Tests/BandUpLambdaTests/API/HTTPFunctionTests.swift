import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite("HTTP functions") struct HTTPFunctionTests {
    private struct Upstream: Error {}

    private let log = LogRecorder()

    private var function: HTTPFunction {
        HTTPFunction(
            routes: [
                .get("/things/{id}") { call in
                    try .json(["id": call.parameters["id"] ?? "", "user": try call.user().description])
                },
                .get("/things/mine") { _ in try .json(["mine": true]) },
                .put("/things/{id}", least: .teacher) { _ in try .json(["written": true]) },
                .patch("/things/{id}") { _ in try .json(["patched": true]) },
                .delete("/things/{id}") { _ in HTTPReply(status: 204, body: nil) },
                .post("/things", isPaid: true) { call in
                    throw InvalidField(field: "name", problem: "is missing")
                },
                .get("/things") { _ in throw Upstream() },
                .get("/things/{id}/parts/{part}") { call in try .json(call.parameters) },
            ],
            access: APIAccess(mode: .iam, clock: SteppingClock()), responder: APIResponder())
    }

    private func answer(
        _ method: String, _ path: String, _ claims: [String: JSONValue] = ["sub": "u-1"],
        query: [String: String] = [:]
    ) async throws -> (status: JSONValue?, headers: JSONValue?, body: String) {
        let request = APIGatewayRequest(
            method: method, path: path, query: query, authorization: GatewayAuthorization(claims: claims))
        let context = LambdaContext(
            requestID: "r-1", deadline: .after(.seconds(9), on: SteppingClock()), invokedFunctionARN: "arn:x",
            logger: log.logger())
        let answer = await function.answer(.success(request), context: context)
        let json = try JSONDecoder().decode(JSONValue.self, from: answer.payload)
        return (json["statusCode"], json["headers"], json["body"]?.stringValue ?? "")
    }

    @Test("a route is given its parameters and its caller")
    func routes() async throws {
        #expect(try await answer("GET", "/things/t%2D1").body == #"{"id":"t-1","user":"u-1"}"#)
        #expect(try await answer("GET", "/things/a/parts/b").body == #"{"id":"a","part":"b"}"#)
        #expect(try await answer("PATCH", "/things/a").body == #"{"patched":true}"#)
        #expect(try await answer("GET", "/things/mine").body == #"{"mine":true}"#)
    }

    @Test("an answer without a body has none, HEAD shows none, OPTIONS names the methods")
    func bodies() async throws {
        let deleted = try await answer("DELETE", "/things/a")
        #expect(deleted.status == 204)
        #expect(deleted.body.isEmpty)
        #expect(deleted.headers?["Content-Type"] == nil)
        let head = try await answer("HEAD", "/things/a")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        let options = try await answer("OPTIONS", "/things/a", [:])
        #expect(options.status == 204)
        #expect(options.headers?["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")
    }

    @Test("who is of too low a role is refused, and nobody else's name is taken")
    func roles() async throws {
        #expect(try await answer("PUT", "/things/a").status == 403)
        let teacher: [String: JSONValue] = ["sub": "u-1", "custom:role": "teacher"]
        #expect(try await answer("PUT", "/things/a", teacher).status == 200)
        #expect(try await answer("GET", "/things/a", query: ["user_id": "u-2"]).status == 403)
        #expect(try await answer("GET", "/things/a", query: ["user_id": "u-1"]).status == 200)
        #expect(try await answer("GET", "/things/a", [:]).status == 401)
    }

    @Test("what is paid for needs an account")
    func anonymous() async throws {
        let anonymous: [String: JSONValue] = ["sub": "u-1", "is_anonymous": true]
        #expect(try await answer("POST", "/things", anonymous).status == 403)
        #expect(try await answer("GET", "/things/a", anonymous).status == 200)
    }

    @Test("an error that knows its response becomes it; of any other the caller learns nothing, and the log its type")
    func errors() async throws {
        let invalid = try await answer("POST", "/things")
        #expect(invalid.status == 400)
        #expect(invalid.body.contains(#""field":"name""#))
        let failed = try await answer("GET", "/things")
        #expect(failed.status == 503)
        #expect(!failed.body.contains("Upstream"))
        #expect(log.text.contains("Upstream"))
    }
}
