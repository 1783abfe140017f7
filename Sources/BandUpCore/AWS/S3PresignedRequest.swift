/// A request that its holder may send without credentials of their own.
public struct S3PresignedRequest: Sendable, Equatable {
    /// A secret for as long as it lives: whoever has it may use it.
    public let url: String
    /// The headers that are signed beside `Host`: the client must send them with these very values.
    package let headers: HTTPHeaders
    package let expires: Duration
}

extension S3PresignedRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "S3PresignedRequest" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
