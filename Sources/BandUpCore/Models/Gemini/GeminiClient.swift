package import Base
import FoundationEssentials

/// Calls `generateContent` of the Gemini API, with retries and one exchange of a refused key.
package struct GeminiClient: GenerativeModel {
    /// The API takes 100 MB of inline payload, counted in base64 (Gemini API changelog, 2026-01-08; 20 MB before).
    /// What is larger goes through the Files API (`GeminiFiles`).
    package static let maxRequestByteCount = 100_000_000
    /// An answer comes in one piece when it is complete, so that silence is normal while the model writes; two minutes
    /// of it are several times what the longest evaluation takes.
    static let stall = Duration.seconds(120)
    /// An attempt with less time than this is not begun: the API's own timeout is in whole seconds.
    static let leastAttempt = Duration.seconds(1)

    private let http: any HTTPClient
    private let keys: any APIKeyProvider
    private let endpoint: HTTPEndpoint
    private let clock: any WallClock
    private let retrier: Retrier

    /// - Parameter retrier: by default five attempts from one second (`RetryPolicy.gemini`), with a budget of its own.
    package init(
        http: any HTTPClient, keys: any APIKeyProvider, endpoint: HTTPEndpoint = .gemini, clock: any WallClock,
        retrier: Retrier? = nil
    ) {
        self.http = http
        self.keys = keys
        self.endpoint = endpoint
        self.clock = clock
        self.retrier = retrier ?? Retrier(policy: .gemini, budget: RetryBudget(), clock: clock)
    }

    package func generateContent(
        _ request: ModelRequest, model: ModelID, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer {
        let body: HTTPBody
        do {
            body = try GenerateContentBody.body(of: request, for: model, at: clock.now)
        } catch let error as ModelError {
            throw error
        } catch {
            // Only a number that JSON can't write, such as an infinite temperature.
            throw ModelError(.invalidRequest(status: "NOT_ENCODABLE"))
        }
        guard body.contentLength <= Self.maxRequestByteCount else {
            throw ModelError(.tooLarge(byteCount: body.contentLength))
        }
        let key = try await key(deadline)
        do throws(ModelError) {
            return try await send(
                body, model: model, key: key, deadline: deadline, waitsForQuota: request.waitsForQuota)
        } catch {
            // The key may have been rotated since it was cached.
            guard case .invalidKey = error.reason else { throw error }
            await keys.invalidate(key)
            return try await send(
                body, model: model, key: try await self.key(deadline), deadline: deadline,
                waitsForQuota: request.waitsForQuota)
        }
    }

    private func key(_ deadline: Deadline) async throws(ModelError) -> String {
        do {
            return try await keys.key(deadline: deadline)
        } catch {
            throw ModelError(.keyUnavailable(error))
        }
    }

    private func send(
        _ body: HTTPBody, model: ModelID, key: String, deadline: Deadline, waitsForQuota: Bool
    ) async throws(ModelError) -> ModelAnswer {
        try await retrier.run(until: deadline) { (_: Int) async throws(ModelError) -> ModelAnswer in
            do throws(ModelError) {
                return try await attempt(body, model: model, key: key, deadline: deadline)
            } catch {
                guard !waitsForQuota, case .quotaExceeded = error.reason else { throw error }
                throw ModelError(
                    error.reason, spending: error.spending, isFinal: true, requestID: error.requestID)
            }
        }
    }

    private func attempt(
        _ body: HTTPBody, model: ModelID, key: String, deadline: Deadline
    ) async throws(ModelError) -> ModelAnswer {
        let remaining = deadline.remaining(on: clock)
        guard remaining >= Self.leastAttempt else { throw ModelError(.deadlineExceeded) }
        let request = HTTPRequest(
            .post, endpoint, path: "/v1beta/models/\(model.name):generateContent",
            headers: [
                "Content-Type": "application/json",
                "Accept": "application/json",
                "x-goog-api-key": key,
                "X-Server-Timeout": "\(remaining.components.seconds)",
            ],
            body: body)
        let response: HTTPResponse
        do {
            response = try await http.send(
                request, timeouts: HTTPTimeouts(stall: Self.stall, total: remaining), into: .memory)
        } catch .timedOut(.total) {
            throw ModelError(.deadlineExceeded)
        } catch {
            throw ModelError(.transport(error))
        }
        guard response.isSuccess else { throw ModelError(response, model: model) }
        let answer = try? ModelAnswer(gemini: response.body)
        if let answer, answer.finishReason != nil || answer.blockReason != nil { return answer }
        if let error = ModelError(inSuccess: response, model: model) { throw error }
        guard let answer else {
            // An answer was given, hence billed, but how much can't be read.
            throw ModelError(.malformedAnswer, spending: .unknownCall, requestID: response.googleRequestID)
        }
        return answer
    }
}

extension HTTPEndpoint {
    /// Google's endpoint of the Gemini API.
    package static let gemini = HTTPEndpoint(scheme: .https, host: "generativelanguage.googleapis.com")
}
