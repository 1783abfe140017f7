import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import Synchronization
import TestSupport

@testable import BandUpJobs

/// A table that takes claims and refuses results, for as long as it is told to.
final class RefusingTable: HTTPClient {
    enum Refusal: Sendable {
        /// The function's role may not write: waiting does not help.
        case denied
        /// The service is down.
        case down
    }

    let table = FakeDynamoDB()
    private let state: Mutex<(refusal: Refusal?, remaining: Int)>

    /// - Parameter count: results refused before one is taken.
    init(_ refusal: Refusal, count: Int = .max) {
        state = Mutex((refusal, count))
    }

    func recover() { state.withLock { $0.refusal = nil } }

    func send(
        _ request: HTTPRequest, timeouts: HTTPTimeouts, into sink: HTTPResponseSink
    ) async throws(HTTPClientError) -> HTTPResponse {
        // Only a result sets the worker's own attribute.
        guard String(decoding: request.body.bytes, as: UTF8.self).contains("\"echo\"") else {
            return try await table.send(request, timeouts: timeouts, into: sink)
        }
        let refusal = state.withLock { state -> Refusal? in
            guard state.remaining > 0 else { return nil }
            state.remaining -= 1
            return state.refusal
        }
        switch refusal {
        case .denied:
            return HTTPResponse(status: 400, body: Data(#"{"__type":"x#AccessDeniedException"}"#.utf8))
        case .down: return HTTPResponse(status: 500)
        case nil: return try await table.send(request, timeouts: timeouts, into: sink)
        }
    }
}
