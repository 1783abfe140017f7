package import Base

/// Keys for signing. On Lambda they are the role's, in the environment for as long as the process lives.
public struct AWSCredentials: Sendable, Equatable {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// Absent for a user's long-lived keys.
    package let sessionToken: String?

    /// - Parameter sessionToken: an empty one is the same as none.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
    package init(environment: Environment) throws(ConfigurationError) {
        self.init(
            accessKeyID: try environment.required("AWS_ACCESS_KEY_ID"),
            secretAccessKey: try environment.required("AWS_SECRET_ACCESS_KEY"),
            sessionToken: environment["AWS_SESSION_TOKEN"])
    }
}

// The key's id may be known; neither printing, interpolation nor `dump` may show the rest.
extension AWSCredentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "AWSCredentials(\(accessKeyID))" }
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
