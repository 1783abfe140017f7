package import Base
import FoundationEssentials

/// The Files API: for what is too large to go inside a request. 2 GB a file, kept 48 hours unless deleted.
///
///     start ──► upload URL ──► bytes, finalize ──► PROCESSING ──► ACTIVE ──► questions ──► delete
///                    ▲               │ cut
///                    └── query ◄─────┘  goes on behind the bytes that have arrived
///
/// The file's name is chosen here, not by Google: so it can be deleted even when the answer to its upload was lost.
package struct GeminiFiles: Sendable {
    /// Uploads in all; each begins where the one before was cut.
    static let uploadAttempts = 4
    static let stall = Duration.seconds(30)
    /// The pause between looks at a file that is being processed.
    static let pollInterval = Duration.milliseconds(500)
    /// A deletion is given this long, also when the job's own time is over.
    static let deletionTime = Duration.seconds(3)

    let http: any HTTPClient
    private let keys: any APIKeyProvider
    let endpoint: HTTPEndpoint
    let clock: any WallClock
    private let retrier: Retrier

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

    /// Uploads a file, waits until it may be used, and deletes it when `body` has ended, well or not.
    package func withUploaded<Result: Sendable>(
        path: String, byteCount: Int, mimeType: String, deadline: Deadline, logger: Logger?,
        _ body: (GeminiFile) async throws(ModelError) -> Result
    ) async throws(ModelError) -> Result {
        let name = Self.randomName()
        do throws(ModelError) {
            let upload = GeminiUpload(path: path, byteCount: byteCount, mimeType: mimeType)
            let uploaded = try await send(upload, named: name, deadline: deadline)
            let file = try await untilActive(uploaded, deadline: deadline)
            let result = try await body(file)
            await deleteInAnyCase(name, logger: logger)
            return result
        } catch {
            await deleteInAnyCase(name, logger: logger)
            throw error
        }
    }

    /// - Throws: also for a file that does not exist.
    package func delete(_ name: String, deadline: Deadline) async throws(ModelError) {
        _ = try await call(HTTPRequest(.delete, endpoint, path: "/v1beta/\(name)"), deadline: deadline)
    }

    package func file(_ name: String, deadline: Deadline) async throws(ModelError) -> GeminiFile {
        let response = try await call(HTTPRequest(.get, endpoint, path: "/v1beta/\(name)"), deadline: deadline)
        return try Self.decoded(GeminiFile.self, response)
    }

    /// In a task of its own, as the job's may be cancelled by now: what a learner said is not left behind for that.
    private func deleteInAnyCase(_ name: String, logger: Logger?) async {
        let deletion = Task {
            do {
                try await delete(name, deadline: .after(Self.deletionTime, on: clock))
            } catch {
                // It may never have come about. Google deletes it after 48 hours.
                logger?.warn("the uploaded recording was not deleted", .error(error))
            }
        }
        await deletion.value
    }

    private func untilActive(_ file: GeminiFile, deadline: Deadline) async throws(ModelError) -> GeminiFile {
        var file = file
        var pause = Self.pollInterval
        while file.state != .active {
            guard file.state != .failed else { throw ModelError(.invalidRequest(status: "FILE_FAILED")) }
            guard deadline.remaining(on: clock) > pause else { throw ModelError(.deadlineExceeded) }
            do {
                try await clock.sleep(for: pause)
            } catch {
                throw ModelError(.transport(.cancelled))
            }
            file = try await self.file(file.name, deadline: deadline)
            pause = min(pause * 2, .seconds(5))
        }
        return file
    }

    /// `files/` and at most 40 lower-case letters, digits and dashes (google-genai 3.4.0 `types.py`).
    private static func randomName() -> String {
        "files/bandup-\(DelimitedText.randomMarker())"
    }

    /// Sends with the key, with retries, and once more with a fresh key where the cached one is refused.
    func call(_ request: HTTPRequest, deadline: Deadline) async throws(ModelError) -> HTTPResponse {
        let key = try await key(deadline)
        do throws(ModelError) {
            return try await attempt(request, key: key, deadline: deadline)
        } catch {
            guard case .invalidKey = error.reason else { throw error }
            await keys.invalidate(key)
            return try await attempt(request, key: try await self.key(deadline), deadline: deadline)
        }
    }

    private func attempt(
        _ request: HTTPRequest, key: String, deadline: Deadline
    ) async throws(ModelError) -> HTTPResponse {
        var request = request
        request.headers["x-goog-api-key"] = key
        let keyed = request
        return try await retrier.run(until: deadline) { (_: Int) async throws(ModelError) -> HTTPResponse in
            let response = try await exchange(keyed, deadline: deadline)
            guard response.isSuccess else { throw ModelError(response, model: nil) }
            return response
        }
    }

    func exchange(_ request: HTTPRequest, deadline: Deadline) async throws(ModelError) -> HTTPResponse {
        let remaining = deadline.remaining(on: clock)
        guard remaining > .zero else { throw ModelError(.deadlineExceeded) }
        do {
            return try await http.send(
                request, timeouts: HTTPTimeouts(stall: Self.stall, total: remaining), into: .memory)
        } catch .timedOut(.total) {
            throw ModelError(.deadlineExceeded)
        } catch {
            throw ModelError(.transport(error))
        }
    }

    private func key(_ deadline: Deadline) async throws(ModelError) -> String {
        do {
            return try await keys.key(deadline: deadline)
        } catch {
            throw ModelError(.keyUnavailable(error))
        }
    }

    static func decoded<Value: Decodable>(
        _ type: Value.Type, _ response: HTTPResponse
    ) throws(ModelError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: response.body)
        } catch {
            if let error = ModelError(inSuccess: response, model: nil) { throw error }
            throw ModelError(.malformedAnswer)
        }
    }
}
