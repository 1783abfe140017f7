/// A request that its holder may send without credentials of their own.
package struct S3PresignedRequest: Sendable, Equatable {
    /// A secret for as long as it lives: whoever has it may use it.
    package let url: String
    /// The headers that are signed beside `Host`: the client must send them with these very values.
    package let headers: HTTPHeaders
    package let expires: Duration
}

extension S3PresignedRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "S3PresignedRequest" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
