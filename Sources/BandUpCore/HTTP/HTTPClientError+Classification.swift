public import Base

extension HTTPClientError: CustomStringConvertible, LogSafeError {
    /// What happened, with the host at most: no path, query, header or body.
    public var description: String {
        switch self {
        case .nameResolution(let host): "the name \(host) could not be resolved"
        case .connect(let host, let reason): "no connection to \(host): \(reason)"
        case .tls(let host, let reason): "no trusted connection to \(host): \(reason)"
        case .connectionLost(requestMayHaveArrived: true):
            "the connection was lost before the whole response was there; the request may have arrived"
        case .connectionLost(requestMayHaveArrived: false):
            "the connection was lost before the whole request was sent"
        case .timedOut(let phase): "timed out (\(phase.rawValue))"
        case .responseTooLarge(let limit): "the response is larger than \(limit) bytes"
        case .file(_, let reason): "a body's file failed: \(reason)"
        case .cancelled: "cancelled"
        case .transport(let reason): "the request failed: \(reason)"
        }
    }

    package var logDescription: String { description }

    /// Whether the same request may succeed a little later. It says nothing about whether repeating is safe: after
    /// `.connectionLost(requestMayHaveArrived: true)` and a timeout the server may be at work on the first one.
    package var isTransient: Bool {
        switch self {
        case .nameResolution, .connect, .connectionLost, .timedOut: true
        case .tls, .responseTooLarge, .file, .cancelled, .transport: false
        }
    }
}
