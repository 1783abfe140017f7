package import FoundationEssentials

/// A secret's content in one version. Printing shows none of it.
package struct SecretValue: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case string(String)
        case binary(Data)
    }

    package let content: Content
    package let versionID: String?

    package init(content: Content, versionID: String? = nil) {
        self.content = content
        self.versionID = versionID
    }

    /// The content as text, of either form; nil where binary content is not UTF-8.
    package var text: String? {
        switch content {
        case .string(let text): text
        case .binary(let data): String(validating: data, as: UTF8.self)
        }
    }
}

extension SecretValue: CustomStringConvertible, CustomReflectable {
    package var description: String { "SecretValue" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretValue.Content: CustomStringConvertible, CustomReflectable {
    package var description: String { "SecretValue.Content" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
