import BandUpCore
import Base
import Foundation
import Testing

@testable import BandUpLambda

@Suite struct APIResponderTests {
    private struct Sent: Decodable, Equatable {
        let statusCode: Int
        let headers: [String: String]
        let body: String
        let isBase64Encoded: Bool
    }

    private func sent(_ response: APIGatewayResponse) throws -> Sent {
        try JSONDecoder().decode(Sent.self, from: response.json)
    }

    private func request(_ method: String, headers: HTTPHeaders = [:], body: String = "") -> APIGatewayRequest {
        APIGatewayRequest(method: method, path: "/", headers: headers, body: Data(body.utf8))
    }

    @Test("a response is what API Gateway takes, whatever is in the body")
    func gatewayJSON() throws {
        let body = #"{"text":"quote \" back \\ line \n tab \t nul \u0000 emoji 😀 sep \#u{2028}"}"#
        let sent = try sent(APIResponder().json(Data(body.utf8), status: 202, headers: ["Location": "/a/b"]))
        #expect(sent.statusCode == 202)
        #expect(sent.body == body)
        #expect(!sent.isBase64Encoded)
        #expect(sent.headers["Location"] == "/a/b")
    }

    @Test("repeated headers are joined, without regard to case")
    func repeated() throws {
        var headers: HTTPHeaders = ["Vary": "Origin"]
        headers.append("vary", "Accept")
        #expect(try sent(APIGatewayResponse(status: 200, headers: headers)).headers == ["Vary": "Origin, Accept"])
    }

    @Test("an error has code, message and request id, and its field, Retry-After and Allow where there are any")
    func errors() throws {
        let plain = try sent(APIResponder().error(APIError(.notFound, "Not \"there\"."), requestID: "r-1"))
        #expect(plain.statusCode == 404)
        #expect(
            plain.body == #"{"error":{"code":"not_found","message":"Not \"there\".","request_id":"r-1"}}"#)
        #expect(plain.headers["Retry-After"] == nil && plain.headers["Allow"] == nil)
        let full = APIError(
            .throttled, "Wait.", field: "f", retryAfter: .milliseconds(1200), allowedMethods: ["GET", "HEAD"])
        let answer = try sent(APIResponder().error(full, requestID: "r-2"))
        #expect(answer.statusCode == 429)
        #expect(
            answer.body
                == #"{"error":{"code":"throttled","message":"Wait.","field":"f","request_id":"r-2"}}"#)
        #expect(answer.headers["Retry-After"] == "2")
        #expect(answer.headers["Allow"] == "GET, HEAD")
    }

    @Test("a field that could not be parsed becomes a 400 that names it")
    func invalidField() {
        let error = APIError(InvalidField(field: "num_cards", problem: "is missing"))
        #expect(error == APIError(.invalidRequest, "num_cards is missing.", field: "num_cards"))
    }

    @Test("every answer forbids caches, sniffing and framing")
    func securityHeaders() throws {
        let responder = APIResponder()
        for response in [
            responder.json(Data("{}".utf8)), responder.error(APIError(.conflict, ""), requestID: ""),
            responder.options(allowedMethods: ["GET"]),
        ] {
            let headers = try sent(response).headers
            #expect(headers["Cache-Control"] == "no-store")
            #expect(headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
            #expect(headers["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test("CORS headers come with a configured origin, on errors too")
    func cors() throws {
        let responder = try APIResponder(environment: Environment(["CORS_ALLOW_ORIGIN": "https://app.example.com"]))
        let error = try sent(responder.error(APIError(.forbidden, ""), requestID: ""))
        #expect(error.headers["Access-Control-Allow-Origin"] == "https://app.example.com")
        #expect(error.headers["Vary"] == "Origin")
        let preflight = try sent(responder.options(allowedMethods: ["GET", "POST"]))
        #expect(preflight.statusCode == 204)
        #expect(preflight.body == "")
        #expect(preflight.headers["Access-Control-Allow-Methods"] == "GET, POST")
        #expect(preflight.headers["Access-Control-Allow-Headers"]?.contains("Content-Type") == true)
        let any = try APIResponder(environment: Environment(["CORS_ALLOW_ORIGIN": "*"]))
        #expect(try sent(any.json(Data())).headers["Vary"] == nil)
    }

    @Test(
        "a wrong origin stops the function at start",
        arguments: ["app.example.com", "https://a.example/", "https://a.example/x", "null", "https://a\r\nX: y", "**"])
    func wrongOrigin(origin: String) {
        #expect(throws: ConfigurationError.self) {
            try APIResponder(environment: Environment(["CORS_ALLOW_ORIGIN": origin]))
        }
    }

    @Test("HEAD gets the headers and no body")
    func head() throws {
        let answer = try sent(APIResponder().json(Data("{}".utf8), for: request("HEAD")))
        #expect(answer.body == "")
        #expect(answer.headers["Content-Type"] == "application/json")
        #expect(try sent(APIResponder().json(Data("{}".utf8), for: request("GET"))).body == "{}")
        #expect(
            try sent(APIResponder().error(APIError(.notFound, ""), requestID: "", for: request("HEAD"))).body == "")
    }

    @Test(
        "JSON by any of its media types is taken",
        arguments: [
            nil, "application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\"",
            "application/json; charset=utf8",
            "application/vnd.bandup+json ; version=1",
        ] as [String?])
    func json(contentType: String?) throws {
        var headers = HTTPHeaders()
        headers["content-type"] = contentType
        #expect(
            try request("POST", headers: headers, body: #"{"a":"b"}"#).jsonFields(maxByteCount: 9) != RequestFields([:])
        )
    }

    @Test(
        "another media type, or another encoding, is not",
        arguments: [
            "text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "", "json",
            "application/jsonp", "text/x+json", ";",
        ])
    func otherMedia(contentType: String) {
        let request = request("POST", headers: ["Content-Type": contentType], body: "{}")
        #expect { try request.jsonFields(maxByteCount: 9) } throws: { ($0 as? APIError)?.code == .unsupportedMedia }
    }

    @Test(
        "a body that is too large, empty or no object is refused with its code",
        arguments: [
            (#"{"a":"bcdefg"}"#, ErrorCode.tooLarge), ("", .invalidRequest), ("[1]", .invalidRequest),
            ("{\"a\":1,", .invalidRequest), ("{'a':1}", .invalidRequest),
        ])
    func bodies(body: String, code: ErrorCode) {
        let request = request("POST", body: body)
        #expect { try request.jsonFields(maxByteCount: 9) } throws: { ($0 as? APIError)?.code == code }
    }

    @Test(
        "respond-async is found among other preferences",
        arguments: [
            ("respond-async", true), ("Respond-Async", true), ("wait=10, respond-async", true),
            ("return=minimal;x=y ,respond-async;a=b", true), ("respond-asynchronously", false), ("", false),
            ("wait=respond-async", false),
        ])
    func prefer(value: String, expected: Bool) {
        #expect(request("POST", headers: ["prefer": value]).prefersAsynchronousAnswer == expected)
    }
}
