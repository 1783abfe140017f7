package import BandUpCore
package import Base
package import FoundationEssentials

/// Keeps an outcome that was paid for and could not be written to its record, until the next delivery finds it.
package protocol RecoveryStore: Sendable {
    /// - Parameter outcome: DynamoDB JSON of the function's attributes.
    func keep(_ outcome: Data, of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError)
    /// Nil when nothing was kept.
    func outcome(of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) -> Data?
    func remove(_ key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError)
}

/// Outcomes as S3 objects under `recovery/`, where a lifecycle rule ends what nobody fetched. S3, because it is not the
/// service that was just failing; and an object, because a record can't be written then.
package struct S3RecoveryStore: RecoveryStore {
    private let client: S3Client
    private let bucket: String
    private let table: String

    /// DynamoDB's largest item.
    private static let maximumByteCount = 400 << 10

    package init(client: S3Client, bucket: String, table: String) {
        self.client = client
        self.bucket = bucket
        self.table = table
    }

    package func keep(_ outcome: Data, of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) {
        try await client.putObject(
            bucket: bucket, key: objectKey(key, contentHash), body: outcome, contentType: "application/json",
            deadline: deadline)
    }

    package func outcome(of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) -> Data? {
        do {
            return try await client.getObject(
                bucket: bucket, key: objectKey(key, contentHash), limit: Self.maximumByteCount, deadline: deadline)
        } catch  where error.isNotFound {
            return nil
        } catch {
            throw error
        }
    }

    package func remove(_ key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) {
        try await client.deleteObject(bucket: bucket, key: objectKey(key, contentHash), deadline: deadline)
    }

    /// Ids hold no slash (`JobID`, `UserID`), so one job's key is never another's.
    private func objectKey(_ key: JobKey, _ contentHash: String) -> String {
        "recovery/\(table)/\(key.userID)/\(key.id)/\(contentHash).json"
    }
}
