package import FoundationEssentials

/// A whole response: every status is a response, only a failure to get one is an error.
public struct HTTPResponse: Sendable {
    public let status: Int
    package let headers: HTTPHeaders
    /// Empty when the body went to a file.
    package let body: Data

    package init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// Where a response's body goes, and how large it may become, in bytes.
public enum HTTPResponseSink: Sendable {
    case memory(limit: Int)
    /// The file is created or replaced. Only a 2xx body goes there; others are kept in memory, so that the error can
    /// be read. Removed again when the transfer fails.
    case file(path: String, limit: Int)

    /// 16 MiB: more than any JSON answer of the services used here.
    public static let memory = HTTPResponseSink.memory(limit: 16 << 20)
}
