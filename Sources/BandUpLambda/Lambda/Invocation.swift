import BandUpCore
import Base
import FoundationEssentials

/// One answer of the Runtime API to `/next`.
struct Invocation: Sendable, Equatable {
    let requestID: String
    /// `Lambda-Runtime-Invocation-Id`: newer Runtime APIs want it back with the response or the error.
    let invocationID: String?
    let deadline: Deadline
    let invokedFunctionARN: String
    /// `Root=…;Parent=…;Sampled=…`
    let traceID: String?
    /// JSON that the caller sent beside the event.
    let clientContext: String?
    let event: Data

    /// - Throws: `.missingHeader` for a request id or a deadline that is absent or unreadable.
    init(_ response: HTTPResponse) throws(RuntimeAPIError) {
        guard let requestID = response.headers[RuntimeAPIHeader.requestID], !requestID.isEmpty else {
            throw .missingHeader(RuntimeAPIHeader.requestID)
        }
        guard let milliseconds = response.headers[RuntimeAPIHeader.deadline].flatMap(Int64.init) else {
            throw .missingHeader(RuntimeAPIHeader.deadline)
        }
        self.requestID = requestID
        deadline = Deadline(millisecondsSince1970: milliseconds)
        invocationID = response.headers[RuntimeAPIHeader.invocationID]
        invokedFunctionARN = response.headers[RuntimeAPIHeader.functionARN] ?? ""
        traceID = response.headers[RuntimeAPIHeader.traceID].flatMap { $0.isEmpty ? nil : $0 }
        clientContext = response.headers[RuntimeAPIHeader.clientContext].flatMap { $0.isEmpty ? nil : $0 }
        event = response.body
    }

    /// Under the name that Lambda's own lines have for it.
    var requestField: LogField { .identifier("requestId", requestID) }

    /// The trace's root id out of the X-Ray header, such as `1-5759e988-bd862e3fe1be46a994272793`.
    var traceRoot: String? {
        traceID?.split(separator: ";").first { $0.hasPrefix("Root=") }.map { String($0.dropFirst(5)) }
    }
}

/// Header names of the Runtime API, version 2018-06-01.
enum RuntimeAPIHeader {
    static let requestID = "Lambda-Runtime-Aws-Request-Id"
    static let invocationID = "Lambda-Runtime-Invocation-Id"
    static let deadline = "Lambda-Runtime-Deadline-Ms"
    static let functionARN = "Lambda-Runtime-Invoked-Function-Arn"
    static let clientContext = "Lambda-Runtime-Client-Context"
    static let traceID = "Lambda-Runtime-Trace-Id"
    static let errorType = "Lambda-Runtime-Function-Error-Type"
    static let xrayErrorCause = "Lambda-Runtime-Function-XRay-Error-Cause"
}
