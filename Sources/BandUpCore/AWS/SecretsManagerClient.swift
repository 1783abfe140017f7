package import Base
import FoundationEssentials

/// Reads secrets.
package struct SecretsManagerClient: Sendable {
    private let client: AWSClient

    package init(
        configuration: AWSConfiguration, http: any HTTPClient, clock: any WallClock = SystemClock(),
        budget: RetryBudget = RetryBudget()
    ) {
        client = AWSClient(
            service: .secretsManager, configuration: configuration, http: http, clock: clock, budget: budget)
    }

    /// The current version of a secret.
    ///
    /// - Parameter id: its ARN or name.
    package func getSecretValue(id: String, deadline: Deadline) async throws(AWSError) -> SecretValue {
        let answer = try await client.call(
            target: "secretsmanager.GetSecretValue", body: Data("{\"SecretId\":\(JSONText.quoted(id))}".utf8),
            deadline: deadline)
        guard let output = try? JSONDecoder().decode(Output.self, from: answer), let content = output.content else {
            throw .malformedAnswer(operation: "GetSecretValue")
        }
        return SecretValue(content: content, versionID: output.versionID)
    }

    private struct Output: Decodable {
        let string: String?
        /// In base64.
        let binary: Data?
        let versionID: String?

        enum CodingKeys: String, CodingKey {
            case string = "SecretString"
            case binary = "SecretBinary"
            case versionID = "VersionId"
        }

        var content: SecretValue.Content? {
            string.map { .string($0) } ?? binary.map { .binary($0) }
        }
    }
}
