import FoundationEssentials

/// A secret's content in one version. Printing shows none of it.
public struct SecretValue: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case string(String)
        case binary(Data)
    }

    public let content: Content
    public let versionID: String?

    public init(content: Content, versionID: String? = nil) {
        self.content = content
        self.versionID = versionID
    }

    /// The content as text, of either form; nil where binary content is not UTF-8.
    public var text: String? {
        switch content {
        case .string(let text): text
        case .binary(let data): String(validating: data, as: UTF8.self)
        }
    }
}

extension SecretValue: CustomStringConvertible, CustomReflectable {
    public var description: String { "SecretValue" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretValue.Content: CustomStringConvertible, CustomReflectable {
    public var description: String { "SecretValue.Content" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
