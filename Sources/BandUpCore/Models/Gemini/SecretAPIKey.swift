package import Base

/// The Gemini key from Secrets Manager, cached; dropped when Google refuses it, since then it was rotated.
package struct SecretAPIKey: APIKeyProvider {
    private let secret: CachedSecret<String>

    package init(id: String, client: SecretsManagerClient, clock: any WallClock = SystemClock()) {
        secret = CachedSecret(id: id, client: client, clock: clock) { value throws(AWSError) in
            guard let key = value.text.flatMap(GeminiAPIKey.parse) else {
                throw .configuration(
                    ConfigurationError(
                        variable: "GEMINI_API_KEY_SECRET_ARN", problem: "names a secret that holds no key"))
            }
            return key
        }
    }

    package func key(deadline: Deadline) async throws -> String {
        try await secret.value(deadline: deadline)
    }

    package func invalidate(_ key: String) async {
        await secret.invalidate(key)
    }
}
