package import BandUpCore
package import Base
package import FoundationEssentials

/// Where a function hands a job over to a later invocation of itself.
package protocol JobQueue: Sendable {
    /// False where no queue is configured (`QUEUE_URL`): nothing can be handed over.
    var isConfigured: Bool { get }

    /// - Parameter message: the request, as any sender of the queue would write it.
    func send(_ message: Data, key: JobKey, deadline: Deadline) async throws(AWSError)
}

/// The function's own SQS queue.
package struct SQSJobQueue: JobQueue {
    private let client: SQSClient
    private let queueURL: String?

    package init(client: SQSClient, queueURL: String?) {
        self.client = client
        self.queueURL = queueURL
    }

    package var isConfigured: Bool { queueURL != nil }

    package func send(_ message: Data, key: JobKey, deadline: Deadline) async throws(AWSError) {
        guard let queueURL else {
            throw .configuration(ConfigurationError(variable: "QUEUE_URL", problem: "is not set"))
        }
        // On a FIFO queue one learner's jobs keep their order, and the same job within five minutes is one message.
        let isOrdered = queueURL.hasSuffix(".fifo")
        _ = try await client.sendMessage(
            queueURL: queueURL, body: String(decoding: message, as: UTF8.self),
            groupID: isOrdered ? key.userID.description : nil,
            deduplicationID: isOrdered ? key.id.description : nil, deadline: deadline)
    }
}
