import Foundation
import TestSupport
import Testing

@testable import BandUpCore
@testable import Base

@Suite struct GeminiErrorTests {
    private func error(_ golden: String, status: Int, headers: HTTPHeaders = [:]) throws -> ModelError {
        let response = HTTPResponse(status: status, headers: headers, body: try GeminiGolden.data(golden))
        return ModelError(.init(response, model: try geminiModel("gemini-2.0-flash")))
    }

    @Test(
        "an error response is read for what it is",
        arguments: [
            ("error-400-api-key-invalid", 400, "API key not valid", true),
            ("error-400-api-key-invalid-in-array", 400, "API key not valid", true),
            ("error-400-invalid-argument", 400, "invalid request (INVALID_ARGUMENT)", false),
            ("error-400-status-is-prose", 400, "invalid request (INVALID_ARGUMENT)", false),
            ("error-502-html.html", 400, "invalid request (INVALID_ARGUMENT)", false),
            ("error-400-location-not-supported", 400, "permission denied", true),
            ("error-400-billing-disabled", 400, "permission denied", true),
            ("error-502-html.html", 401, "API key not valid", true),
            ("error-403-permission-denied", 403, "permission denied", true),
            ("error-404-model-not-found", 404, "no such model: gemini-2.0-flash", true),
            ("error-502-html.html", 413, "request too large", false),
            ("error-429-per-minute", 429, "quota exceeded", true),
            ("error-429-per-day-and-minute", 429, "daily quota exceeded", true),
            ("error-429-per-day-in-error-info", 429, "daily quota exceeded", true),
            ("error-502-html.html", 502, "HTTP status 502", true),
        ])
    func reasons(golden: String, status: Int, description: String, isTransient: Bool) throws {
        let error = try error(golden, status: status)
        #expect(error.description == "ModelError: \(description)")
        #expect(error.isTransient == isTransient)
    }

    @Test(
        "nothing that an error response says in prose is kept",
        arguments: ["error-400-api-key-invalid", "error-400-invalid-argument", "error-400-status-is-prose"])
    func noUpstreamText(golden: String) throws {
        let error = try error(golden, status: 400)
        var dumped = ""
        dump(error, to: &dumped)
        #expect(!dumped.contains("AIza"))
        #expect(!"\(error)".contains("AIza"))
    }

    @Test("a daily quota is not tried again, others are, after the time asked for")
    func quotaVerdicts() throws {
        #expect(try error("error-429-per-day-and-minute", status: 429).retryVerdict == .stop)
        #expect(try error("error-429-per-minute", status: 429).retryVerdict == .throttled(after: .seconds(37)))
        #expect(try error("error-429-without-details", status: 429).retryVerdict == .throttled(after: nil))
    }

    @Test("the log sees an unreadable key's cause by type only, unless the cause is fit for logs")
    func keyUnavailable() {
        struct Leaky: Error { let secret = "s3cret" }
        #expect(ErrorChain(ModelError(.keyUnavailable(Leaky()))).text == "ModelError: API key not available <- Leaky")
        let known = ConfigurationError(variable: "GEMINI_API_KEY_SECRET_ARN", problem: "is not set")
        #expect(
            ErrorChain(ModelError(.keyUnavailable(known))).text.hasSuffix(" <- GEMINI_API_KEY_SECRET_ARN is not set"))
    }
}
