import Base
import FoundationEssentials

/// What of an error response is worth knowing: `{"error": {"code", "message", "status", "details"}}`, or a one-element
/// array of it. Anything else, such as a proxy's HTML, reads as empty.
struct GeminiErrorBody {
    let status: String?
    /// The HTTP status that the error says it has.
    let code: Int?
    /// Whether there is an error in it at all.
    let isError: Bool
    private let details: [JSONValue]

    init(_ data: Data) {
        var json = try? JSONValue(untrusted: data)
        if case .array(let elements) = json { json = elements.first }
        let error = json?["error"]
        isError = error != nil && error != .null
        code = if case .integer(let code)? = error?["code"] { Int(exactly: code) } else { nil }
        status = error?["status"]?.stringValue.flatMap(Self.code)
        if case .array(let details) = error?["details"] { self.details = details } else { details = [] }
    }

    private func details(ofType name: String) -> [JSONValue] {
        details.filter { $0["@type"]?.stringValue?.hasSuffix("google.rpc.\(name)") ?? false }
    }

    var isInvalidKey: Bool {
        details(ofType: "ErrorInfo").contains { $0["reason"]?.stringValue == "API_KEY_INVALID" }
    }

    /// Whether the set-up is at fault and not the request: the region, billing, or an API that is switched off. The same
    /// request will do once an operator has seen to it.
    var isPreconditionFailed: Bool {
        let reasons: Set = [
            "BILLING_DISABLED", "SERVICE_DISABLED", "CONSUMER_SUSPENDED", "CONSUMER_INVALID", "USER_PROJECT_DENIED",
            "LOCATION_POLICY_VIOLATED", "API_KEY_SERVICE_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
        ]
        return status == "FAILED_PRECONDITION"
            || details(ofType: "ErrorInfo").contains { $0["reason"]?.stringValue.map(reasons.contains) ?? false }
            || !details(ofType: "PreconditionFailure").isEmpty
    }

    /// Whether any limit that was hit counts per day. With several, waiting for the others does not help.
    var isDailyQuota: Bool {
        let quotas = details(ofType: "QuotaFailure").flatMap { detail -> [String] in
            guard case .array(let violations) = detail["violations"] else { return [] }
            return violations.compactMap { $0["quotaId"]?.stringValue }
        }
        let limits = details(ofType: "ErrorInfo").compactMap { $0["metadata"]?["quota_limit"]?.stringValue }
        return (quotas + limits).contains { $0.contains("PerDay") }
    }

    /// `RetryInfo`'s wish, a protobuf duration in text with up to nine decimals: `37s`, `45.837906927s`.
    var retryDelay: Duration? {
        details(ofType: "RetryInfo").lazy.compactMap { detail -> Duration? in
            guard let text = detail["retryDelay"]?.stringValue, text.hasSuffix("s") else { return nil }
            return Self.duration(seconds: String(text.dropLast()))
        }.first
    }

    /// Google's codes are capitals with underscores; anything else might be free text.
    private static func code(_ text: String) -> String? {
        let isCode = text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (0x41...0x5A).contains($0) }
        return isCode && (1...64).contains(text.utf8.count) ? text : nil
    }

    /// Plain seconds, as in `Retry-After`; nil for a date or nonsense. Cut to a day.
    static func duration(seconds text: String) -> Duration? {
        guard let seconds = Double(text), seconds.isFinite, seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }
}

extension Data {
    /// Whether this is an object or an array, or the beginning of one; a proxy's page is not.
    var beginsLikeJSON: Bool {
        let first = first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}

extension HTTPResponse {
    /// Google's name for the request, where it gives one: its APIs have no header that all of them send.
    var googleRequestID: String? {
        ["x-goog-request-id", "x-request-id", "x-cloud-trace-context"].lazy.compactMap { self.headers[$0] }.first
    }
}

extension ModelError {
    /// From a response that is not a success.
    init(_ response: HTTPResponse, model: ModelID?) {
        self.init(Reason(response, model: model), requestID: response.googleRequestID)
    }

    /// From a success without an answer in it: a page of some proxy's, nothing at all, or an error that calls itself a
    /// success. Nil where it is an answer, or looks like the beginning of one.
    ///
    /// The job goes back to its queue whatever the error's code is: what answers like this is not the API as it should be.
    init?(inSuccess response: HTTPResponse, model: ModelID?) {
        var reason = Reason.serverError(status: response.status, retryAfter: nil)
        if response.body.beginsLikeJSON {
            let body = GeminiErrorBody(response.body)
            guard body.isError else { return nil }
            if let code = body.code, (400...599).contains(code) {
                let refusal = ModelError(
                    HTTPResponse(status: code, headers: response.headers, body: response.body), model: model)
                if refusal.isTransient { reason = refusal.reason }
            }
        }
        self.init(reason, isFinal: true, requestID: response.googleRequestID)
    }
}

extension ModelError.Reason {
    /// Reads a response that is not a success.
    /// - Parameter model: nil for a call that names none.
    init(_ response: HTTPResponse, model: ModelID?) {
        let body = GeminiErrorBody(response.body)
        let retryAfter = body.retryDelay ?? response.headers["Retry-After"].flatMap(GeminiErrorBody.duration)
        switch response.status {
        case 400 where body.isInvalidKey: self = .invalidKey
        case 400 where body.isPreconditionFailed: self = .permissionDenied
        case 400: self = .invalidRequest(status: body.status ?? "INVALID_ARGUMENT")
        // The key is not of a form that the API takes for one.
        case 401: self = .invalidKey
        case 403: self = .permissionDenied
        case 404: self = model.map { .modelNotFound($0) } ?? .serverError(status: 404, retryAfter: nil)
        case 413: self = .tooLarge(byteCount: nil)
        case 429: self = .quotaExceeded(perDay: body.isDailyQuota, retryAfter: retryAfter)
        default: self = .serverError(status: response.status, retryAfter: retryAfter)
        }
    }
}
