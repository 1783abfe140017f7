package import Base

/// A secret of ours that keys are derived from: the whole text of a secret in Secrets Manager, cached.
package struct SigningSecret: APIKeyProvider {
    private let secret: CachedSecret<String>

    /// 128 bits at least, in whatever alphabet.
    private static let leastByteCount = 16

    /// - Parameter variable: which names the secret, for the error of one that is too short.
    package init(id: String, variable: String, client: SecretsManagerClient, clock: any WallClock = SystemClock()) {
        secret = CachedSecret(id: id, client: client, clock: clock) { value throws(AWSError) in
            guard let text = value.text, text.utf8.count >= Self.leastByteCount else {
                throw .configuration(
                    ConfigurationError(
                        variable: variable, problem: "names a secret of fewer than \(Self.leastByteCount) bytes"))
            }
            return text
        }
    }

    package func key(deadline: Deadline) async throws -> String {
        try await secret.value(deadline: deadline)
    }

    package func invalidate(_ key: String) async {
        await secret.invalidate(key)
    }
}
