import BandUpCore
import BandUpJobs
import Base
import FoundationEssentials

/// Keeps what a failed attempt has embedded until the next one, beside the outcomes of `S3RecoveryStore`, where the same
/// lifecycle rule ends what nobody fetches. Nothing is written for a job that succeeds at once.
struct EmbeddingRecovery: Sendable {
    private let s3: S3Client
    private let bucket: String
    private let objectKey: String
    private let context: JobContext

    /// The longest that a failed attempt waits for it.
    private static let longestWait = Duration.seconds(10)
    /// What of the time for writing the outcome down may be used, where the attempt has failed by its deadline.
    private static let borrowed = Duration.milliseconds(1500)

    init(s3: S3Client, bucket: String, table: String, key: JobKey, contentHash: String, context: JobContext) {
        (self.s3, self.bucket, self.context) = (s3, bucket, context)
        // Ids hold no slash, so one job's key is never another's.
        objectKey = "recovery/\(table)/\(key.userID)/\(key.id)/\(contentHash).embeddings"
    }

    /// What an earlier attempt left; nothing where it can't be read, as embedding it again is no reason to fail.
    func load(dimensions: Int) async -> KeptEmbeddings {
        let nothing = KeptEmbeddings(dimensions: dimensions)
        guard context.attempt > 1 else { return nothing }
        do throws(AWSError) {
            let bytes = try await s3.getObject(
                bucket: bucket, key: objectKey, limit: KeptEmbeddings.maximumByteCount(dimensions: dimensions),
                deadline: context.deadline)
            return KeptEmbeddings(bytes, dimensions: dimensions) ?? nothing
        } catch {
            if !error.isNotFound { context.logger.warn("kept embeddings can't be read", .error(error)) }
            return nothing
        }
    }

    /// In a task of its own: an attempt that was cancelled by its deadline could not send anything any more.
    func keep(_ embeddings: KeptEmbeddings) async {
        let end = min(
            Deadline.after(Self.longestWait, on: context.clock),
            Deadline(context.deadline.date.addingTimeInterval(Self.borrowed.seconds)))
        await Task {
            do throws(AWSError) {
                try await s3.putObject(
                    bucket: bucket, key: objectKey, body: embeddings.bytes, contentType: "application/octet-stream",
                    deadline: end)
                context.logger.info("embeddings kept for the next attempt", .count("embeddings", embeddings.count))
            } catch {
                context.logger.warn("embeddings can't be kept", .error(error))
            }
        }.value
    }

    func erase() async {
        guard context.attempt > 1 else { return }
        do throws(AWSError) {
            try await s3.deleteObject(bucket: bucket, key: objectKey, deadline: context.deadline)
        } catch {
            // The bucket's lifecycle ends what is left.
            context.logger.warn("kept embeddings can't be erased", .error(error))
        }
    }
}
