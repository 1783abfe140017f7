import BandUpCore
import FoundationEssentials

/// The four calls of Lambda's Runtime API (version 2018-06-01) that a function's process makes.
struct RuntimeAPIClient: Sendable {
    /// The largest response of a synchronous invocation: 6 MiB and 100 bytes, as the emulator too enforces it.
    static let maxResponseBytes = 6 * 1024 * 1024 + 100

    private static let basePath = "/2018-06-01/runtime"
    /// A function that nobody calls waits in `/next` until its environment is taken down, frozen for most of it.
    private static let untilNextInvocation = HTTPTimeouts(stall: .seconds(365 * 86400), total: nil)
    /// Ample on loopback. No total limit: its timer, though cancelled, would stay in memory until it is due.
    private static let post = HTTPTimeouts(stall: .seconds(10), total: nil)

    private let endpoint: HTTPEndpoint
    private let http: any HTTPClient

    init(endpoint: HTTPEndpoint, http: any HTTPClient) {
        self.endpoint = endpoint
        self.http = http
    }

    /// Waits, for days if need be, for the next invocation.
    func next() async throws(RuntimeAPIError) -> Invocation {
        let request = HTTPRequest(.get, endpoint, path: Self.basePath + "/invocation/next")
        return try Invocation(try await send(request, timeouts: Self.untilNextInvocation))
    }

    func respond(_ payload: Data, to invocation: Invocation) async throws(RuntimeAPIError) {
        let headers: HTTPHeaders = ["Content-Type": "application/json"]
        try await post(path(of: invocation, "response"), headers, payload, invocationID: invocation.invocationID)
    }

    func report(_ error: InvocationError, for invocation: Invocation) async throws(RuntimeAPIError) {
        var headers = Self.errorHeaders(error)
        if invocation.traceID != nil { headers[RuntimeAPIHeader.xrayErrorCause] = error.xrayCause }
        try await post(path(of: invocation, "error"), headers, error.json, invocationID: invocation.invocationID)
    }

    /// Tells Lambda why the function can't start. The process has to exit afterwards.
    func reportStartFailure(_ error: InvocationError) async throws(RuntimeAPIError) {
        try await post(Self.basePath + "/init/error", Self.errorHeaders(error), error.json, invocationID: nil)
    }

    private func path(of invocation: Invocation, _ verb: String) -> String {
        "\(Self.basePath)/invocation/\(invocation.requestID)/\(verb)"
    }

    private static func errorHeaders(_ error: InvocationError) -> HTTPHeaders {
        ["Content-Type": "application/vnd.aws.lambda.error+json", RuntimeAPIHeader.errorType: error.errorType]
    }

    private func post(
        _ path: String, _ headers: HTTPHeaders, _ body: Data, invocationID: String?
    ) async throws(RuntimeAPIError) {
        var request = HTTPRequest(.post, endpoint, path: path, headers: headers, body: HTTPBody(body))
        if let invocationID { request.headers[RuntimeAPIHeader.invocationID] = invocationID }
        _ = try await send(request, timeouts: Self.post)
    }

    private func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts
    ) async throws(RuntimeAPIError) -> HTTPResponse {
        let response: HTTPResponse
        do {
            response = try await http.send(request, timeouts: timeouts, into: .memory)
        } catch {
            if case .connect = error { throw .unreachable }
            throw .transport(error)
        }
        switch response.status {
        case 200..<300: return response
        case 413: throw .responseTooLarge
        case 500...: throw .containerError(status: response.status)
        default: throw .rejected(status: response.status)
        }
    }
}
