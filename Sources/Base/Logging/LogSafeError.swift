/// An error whose description holds nothing of what a learner sent, no key, no signed URL and no e-mail address.
package protocol LogSafeError: Error {
    /// This error alone, by type and code; what led to it is told by `logCause`.
    var logDescription: String { get }
    var logCause: (any Error)? { get }
    /// What the service that failed calls the request, for asking its support.
    var upstreamRequestID: String? { get }
}

extension LogSafeError {
    package var logCause: (any Error)? { nil }
    package var upstreamRequestID: String? { nil }
}

/// An error and what led to it, for a line of the log. Of errors that don't declare themselves safe only the type is told.
struct ErrorChain {
    let text: String
    /// The innermost one.
    let upstreamRequestID: String?

    /// More layers than any error here has; an error that is its own cause ends too.
    private static let maxDepth = 8
    private static let maxLength = 1000

    init(_ error: any Error) {
        var layers: [String] = []
        var requestID: String?
        var next: (any Error)? = error
        while let error = next, layers.count < Self.maxDepth {
            let safe = error as? any LogSafeError
            layers.append(Self.withoutAddresses(safe?.logDescription ?? "\(type(of: error))"))
            requestID = safe?.upstreamRequestID ?? requestID
            next = safe?.logCause
        }
        text = String(layers.joined(separator: " <- ").prefix(Self.maxLength))
        upstreamRequestID = requestID
    }

    /// Descriptions are ours, but some quote a library's reason. Whatever could be an address or a URL is taken out, and
    /// the rest is one line.
    private static func withoutAddresses(_ description: String) -> String {
        description.split(whereSeparator: { $0.isWhitespace || $0.isNewline })
            .map { word in word.contains("@") || word.contains("://") ? LogField.hidden[...] : word }
            .joined(separator: " ")
    }
}
