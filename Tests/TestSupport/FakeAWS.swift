import BandUpCore
import FoundationEssentials

/// Stands in for AWS: records the requests and answers from a list; an unexpected request gets a 599.
public actor FakeAWS: HTTPClient {
    public struct Exchange: Sendable {
        public let request: HTTPRequest
        public let timeouts: HTTPTimeouts
        public let sink: HTTPResponseSink
    }

    public private(set) var exchanges: [Exchange] = []
    private var answers: [Result<HTTPResponse, HTTPClientError>]
    /// Runs while an exchange is under way, such as to let time pass.
    private let meanwhile: @Sendable () async -> Void

    public init(
        _ answers: [Result<HTTPResponse, HTTPClientError>], meanwhile: @escaping @Sendable () async -> Void = {}
    ) {
        self.answers = answers
        self.meanwhile = meanwhile
    }

    public var requests: [HTTPRequest] { exchanges.map(\.request) }

    public func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        exchanges.append(Exchange(request: request, timeouts: timeouts, sink: sink))
        let answer = answers.isEmpty ? .success(HTTPResponse(status: 599)) : answers.removeFirst()
        await meanwhile()
        return try answer.get()
    }
}

extension Result where Success == HTTPResponse, Failure == HTTPClientError {
    public static func answer(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "") -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }
}

extension HTTPBody {
    /// The bytes of a body that is in memory.
    public var bytes: Data {
        segments.reduce(into: Data()) { data, segment in
            if case .bytes(let part) = segment { data += part }
        }
    }
}

extension AWSConfiguration {
    /// 2026-11-20T09:30:45Z, the time at which the tests' clocks start.
    public static let testDate = Date(timeIntervalSince1970: 1_795_167_045)

    public static func test(endpoints: [AWSService: HTTPEndpoint] = [:]) -> AWSConfiguration {
        AWSConfiguration(
            region: "eu-central-1",
            credentials: AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token"),
            customEndpoints: endpoints)
    }
}
