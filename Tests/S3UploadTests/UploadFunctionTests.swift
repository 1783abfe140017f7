import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import S3Upload

private let body = #"{"user_id": "u-1", "filename": "a.wav", "upload_type": "speaking_audio"}"#
private let claims: JSONValue = ["jwt": ["claims": ["sub": "u-1"]]]

/// A body with these parts; `user` as JSON, nil for none.
private func upload(_ user: String?, _ filename: String = "a.wav", _ type: String = "speaking_audio") -> String {
    "{\(user.map { "\"user_id\": \($0), " } ?? "")\"filename\": \"\(filename)\", \"upload_type\": \"\(type)\"}"
}

@Suite("The upload function") struct UploadFunctionTests {
    @Test("an upload is answered with the members of SPEC.md")
    func answer() async throws {
        let answer = try await UploadFixtures.call(body: body)
        #expect(answer.status == 200)
        #expect(
            answer.body.memberNames == ["upload_url", "get_url", "file_url", "expires_in", "required_headers"])
        #expect(answer.body["expires_in"] == 900)
        #expect(answer.body["required_headers"] == ["content-type": "application/octet-stream"])
        #expect(answer.headers?["Content-Type"] == "application/json")
        #expect(answer.headers?["Cache-Control"] == "no-store")
    }

    @Test("a base64 body, a REST API's event and a direct invocation are answered the same")
    func forms() async throws {
        let base64 = Data(body.utf8).base64EncodedString()
        #expect(try await UploadFixtures.call(body: base64, isBase64: true).status == 200)
        let rest = try await UploadFixtures.invoke([
            "httpMethod": "POST", "path": "/uploads", "resource": "/uploads", "body": .string(body),
            "headers": ["Content-Type": "application/json"],
            "requestContext": ["stage": "prod", "identity": ["userArn": "arn:aws:iam::1:user/backend"]],
        ])
        #expect(rest.status == 200)
        let direct = try await UploadFixtures.invoke(try JSONValue(json: body))
        #expect(direct.status == 200)
        #expect(direct.body["file_url"]?.stringValue?.contains("/u-1/") == true)
    }

    @Test("the authorizer's user counts, also without one in the body")
    func user() async throws {
        let silent = #"{"filename": "a.wav", "upload_type": "speaking_audio"}"#
        let answer = try await UploadFixtures.call(body: silent, authorizer: claims)
        #expect(answer.body["file_url"]?.stringValue?.contains("/speaking_audio/u-1/") == true)
        #expect(try await UploadFixtures.call(body: body, authorizer: claims).status == 200)
    }

    @Test(
        "errors have their code, and name the field where there is one",
        arguments: [
            (upload(nil, "a.wav", "speaking_audio"), 400, "invalid_request", "user_id"),
            (upload(#""a/b""#, "a.wav", "speaking_audio"), 400, "invalid_request", "user_id"),
            (upload(#""..""#, "a.wav", "speaking_audio"), 400, "invalid_request", "user_id"),
            (upload(#"5"#, "a.wav", "speaking_audio"), 400, "invalid_request", "user_id"),
            (upload(#""u-1""#, "a.exe", "speaking_audio"), 400, "invalid_request", "filename"),
            (upload(#""u-1""#, "a.wav", "avatar"), 400, "invalid_request", "upload_type"),
            ("", 400, "invalid_request", nil), ("not json", 400, "invalid_request", nil),
            ("[1]", 400, "invalid_request", nil), ("null", 400, "invalid_request", nil),
        ] as [(String, Int64, String, String?)])
    func errors(body: String, status: Int64, code: String, field: String?) async throws {
        let answer = try await UploadFixtures.call(body: body)
        #expect(answer.status == status)
        #expect(answer.error?["code"]?.stringValue == code)
        #expect(answer.error?["field"]?.stringValue == field)
        #expect(answer.error?["request_id"] == "request-1")
    }

    @Test("another user's id is forbidden, and an authorizer that names nobody lets nobody in")
    func strangers() async throws {
        let foreign = try await UploadFixtures.call(body: body, authorizer: ["jwt": ["claims": ["sub": "u-2"]]])
        #expect(foreign.status == 403)
        #expect(foreign.error?["code"] == "forbidden")
        #expect(foreign.error?["field"] == "user_id")
        let nobody = try await UploadFixtures.call(body: body, authorizer: ["jwt": ["claims": [:]]])
        #expect(nobody.status == 401)
        #expect(nobody.error?["code"] == "unauthorized")
    }

    @Test("paths, methods, media types and sizes that do not fit are told apart")
    func refused() async throws {
        #expect(try await UploadFixtures.call("POST", "/uploads/x", body: body).status == 404)
        #expect(try await UploadFixtures.call("POST", "/", body: body).status == 404)
        let method = try await UploadFixtures.call("GET", body: "")
        #expect(method.status == 405)
        #expect(method.headers?["Allow"] == "OPTIONS, POST")
        #expect(try await UploadFixtures.call("OPTIONS", body: "").status == 204)
        #expect(try await UploadFixtures.call(body: body, contentType: "text/plain").status == 415)
        #expect(try await UploadFixtures.call(body: body, contentType: nil).status == 200)
        let large = body.dropLast() + #", "more": "\#(String(repeating: "x", count: 17_000))"}"#
        #expect(try await UploadFixtures.call(body: String(large)).status == 413)
        #expect(try await UploadFixtures.call(body: "%%%", isBase64: true).status == 400)
    }

    @Test("a direct invocation that is wrong is answered, not thrown")
    func directErrors() async throws {
        let answer = try await UploadFixtures.invoke(["user_id": "u-1"])
        #expect(answer.status == 400)
        #expect(answer.error?["field"] == "upload_type")
    }

    @Test("messages of a queue are none of its business")
    func queue() async throws {
        await #expect(throws: UnsupportedEvent.self) {
            try await UploadFixtures.invoke([
                "Records": [["messageId": "m", "body": .string(body), "eventSource": "aws:sqs"]]
            ])
        }
    }
}
