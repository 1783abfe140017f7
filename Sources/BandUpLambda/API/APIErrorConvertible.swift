package import Base

/// An error that knows how a caller of the API sees it. Routes let errors pass; they become responses in one place, at the
/// edge (`HTTPFunction`). What is not of this kind is 503, and only the log tells more.
package protocol APIErrorConvertible: Error {
    var apiError: APIError { get }
}

extension APIError: APIErrorConvertible {
    package var apiError: APIError { self }

    /// 503: the caller can try again shortly, and nobody can say more.
    package static var busy: APIError {
        APIError(.unavailable, "The service is busy. Try again shortly.", retryAfter: .seconds(5))
    }
}

extension InvalidField: APIErrorConvertible {
    package var apiError: APIError { APIError(self) }
}
