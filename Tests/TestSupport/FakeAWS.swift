package import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
package import FoundationEssentials

/// Stands in for AWS: records the requests and answers from a list; an unexpected request gets a 599.
package actor FakeAWS: HTTPClient {
    package struct Exchange: Sendable {
        package let request: HTTPRequest
        package let timeouts: HTTPTimeouts
        package let sink: HTTPResponseSink
    }

    package private(set) var exchanges: [Exchange] = []
    private var answers: [Result<HTTPResponse, HTTPClientError>]
    /// Runs while an exchange is under way, such as to let time pass.
    private let meanwhile: @Sendable () async -> Void

    package init(
        _ answers: [Result<HTTPResponse, HTTPClientError>], meanwhile: @escaping @Sendable () async -> Void = {}
    ) {
        self.answers = answers
        self.meanwhile = meanwhile
    }

    package var requests: [HTTPRequest] { exchanges.map(\.request) }

    package func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        exchanges.append(Exchange(request: request, timeouts: timeouts, sink: sink))
        let answer = answers.isEmpty ? .success(HTTPResponse(status: 599)) : answers.removeFirst()
        await meanwhile()
        return try answer.get()
    }
}

extension Result where Success == HTTPResponse, Failure == HTTPClientError {
    package static func answer(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "") -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }
}

extension HTTPBody {
    /// The bytes of a body that is in memory.
    package var bytes: Data {
        segments.reduce(into: Data()) { data, segment in
            if case .bytes(let part) = segment { data += part }
        }
    }
}

extension AWSConfiguration {
    /// 2026-11-20T09:30:45Z, the time at which the tests' clocks start.
    package static let testDate = Date(timeIntervalSince1970: 1_795_167_045)

    package static func test(endpoints: [AWSService: HTTPEndpoint] = [:]) -> AWSConfiguration {
        AWSConfiguration(
            region: "eu-central-1",
            credentials: AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token"),
            customEndpoints: endpoints)
    }
}
