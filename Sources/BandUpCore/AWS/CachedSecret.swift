package import Base
import FoundationEssentials

/// A value out of a secret, kept for five minutes: a rotated secret is seen after that time, or at once where its user
/// reports with `invalidate` that the old one is refused.
package struct CachedSecret<Value: Sendable & Equatable>: Sendable {
    private let cache: ExpiringValue<Value>

    /// - Parameters:
    ///   - id: ARN or name.
    ///   - lifetime: the default is that of AWS's own Secrets Manager extension for Lambda.
    ///   - extract: takes the value out of the secret.
    package init(
        id: String, client: SecretsManagerClient, lifetime: Duration = .seconds(300),
        clock: any WallClock = SystemClock(), extract: @escaping @Sendable (SecretValue) throws(AWSError) -> Value
    ) {
        cache = ExpiringValue(lifetime: lifetime, clock: clock) { deadline in
            try extract(try await client.getSecretValue(id: id, deadline: deadline))
        }
    }

    /// The value, fetched before `deadline` when none is held.
    package func value(deadline: Deadline) async throws(AWSError) -> Value {
        do {
            return try await cache.value(deadline: deadline)
        } catch let error as AWSError {
            throw error
        } catch {
            // The cache's only other error is that the waiting task was cancelled.
            throw .transport(.cancelled)
        }
    }

    /// Forgets the value if it is still `stale`; the next call fetches it anew.
    package func invalidate(_ stale: Value) async {
        await cache.invalidate(ifEqual: stale)
    }
}

extension CachedSecret where Value == SecretValue {
    /// The secret as it is.
    package init(
        id: String, client: SecretsManagerClient, lifetime: Duration = .seconds(300),
        clock: any WallClock = SystemClock()
    ) {
        self.init(id: id, client: client, lifetime: lifetime, clock: clock) { secret throws(AWSError) in secret }
    }
}
