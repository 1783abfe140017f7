import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials

/// Works on the records of one SQS batch and says which of them must come back.
struct JobQueueConsumer<Worker: JobWorker>: Sendable {
    let worker: Worker
    let processor: JobProcessor<Worker>
    let store: any JobStore
    let configuration: JobConfiguration

    func consume(_ event: SQSEvent, context: LambdaContext) async -> SQSBatchResponse {
        // One lane is worked on in order: a FIFO queue's message group, or a single message of a standard queue.
        let lanes = Dictionary(grouping: event.records) { record in
            record.orderedGroupID.map { "group \($0)" } ?? "message \(record.messageID)"
        }
        let failed = await lanes.values.concurrentMap(limit: configuration.batchConcurrency) { lane in
            await consume(lane: lane, context: context)
        }
        let failedIDs = Set(failed.joined())
        return SQSBatchResponse(failedMessageIDs: event.records.map(\.messageID).filter(failedIDs.contains))
    }

    /// After the first failure the rest of the lane comes back too, so that the group's order is kept.
    private func consume(lane: [SQSRecord], context: LambdaContext) async -> [String] {
        for (position, record) in lane.enumerated() where await !isSettled(record, context: context) {
            return lane[position...].map(\.messageID)
        }
        return []
    }

    /// True when SQS may forget the message.
    private func isSettled(_ record: SQSRecord, context: LambdaContext) async -> Bool {
        let logger = context.logger.with(
            .identifier("messageId", record.messageID), .count("receiveCount", record.receiveCount))
        let submission: JobSubmission
        do throws(JobError) {
            submission = try self.submission(of: record)
        } catch {
            // Nobody can be told: neither user nor id could be read. The dead-letter queue keeps it for a person.
            logger.error("unreadable message", .field(error.failure.field))
            return false
        }
        let job = logger.with(submission.key)
        let request: Worker.Request
        do throws(JobError) {
            request = try worker.request(from: submission.fields, for: submission.user)
        } catch {
            return await reject(submission, error.failure, context: context, logger: job)
        }
        let disposition = await processor.process(
            request, key: submission.key, jobID: submission.jobID,
            isLastAttempt: { record.receiveCount >= configuration.maxReceiveCount },
            deadline: context.deadline, logger: job)
        switch disposition {
        case .completed, .failed, .conflict: return true
        case .released, .inProgress: return false
        }
    }

    private func submission(of record: SQSRecord) throws(JobError) -> JobSubmission {
        let fields: RequestFields
        do {
            fields = try RequestFields(json: Data(record.body.utf8))
        } catch {
            throw .permanent(JobFailure(error))
        }
        return try JobSubmission(
            fields, idField: Worker.idField, caller: .service, ownsObjectsOnly: false,
            fallbackID: record.messageID)
    }

    /// Writes `failed` for a request that is wrong; sending it again would change nothing.
    private func reject(
        _ submission: JobSubmission, _ failure: JobFailure, context: LambdaContext, logger: Logger
    ) async -> Bool {
        logger.warn("request refused", .oneOf("errorCode", failure.code), .field(failure.field))
        InvocationScope.metrics?.count(.jobsFailed)
        do throws(JobStoreError) {
            try await store.reject(submission.key, failure, deadline: context.deadline.reserving(.seconds(1)))
            return true
        } catch {
            logger.error("the refusal could not be written", .error(error))
            return false
        }
    }
}
