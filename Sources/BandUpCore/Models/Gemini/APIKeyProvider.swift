package import Base

/// Gives the API key, such as from Secrets Manager with a cache.
package protocol APIKeyProvider: Sendable {
    func key(deadline: Deadline) async throws -> String
    /// Drops `key` from a cache, if that is still the one in it: the API has refused it.
    func invalidate(_ key: String) async
}

/// A key that never changes, for tests and for a developer's own key.
package struct StaticAPIKey: APIKeyProvider {
    private let key: String

    package init(_ key: String) {
        self.key = key
    }

    package func key(deadline: Deadline) async throws -> String { key }
    package func invalidate(_ key: String) async {}
}
