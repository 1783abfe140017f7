/// An error that says itself what its caller may read: no key, no signed URL, no upstream body, no learner's text.
package protocol CallerSafeError: Error {
    /// One word, stable from release to release, such as `invalid_request`.
    var callerErrorType: String { get }
    var callerMessage: String { get }
}
