import Base
package import FoundationEssentials

/// The answer to an SQS batch: the messages that are to come again. The others are deleted.
///
/// It needs `ReportBatchItemFailures` on the event source mapping. Ids must be those of the batch: SQS takes an unknown
/// or empty one for the failure of the whole batch.
package struct SQSBatchResponse: Sendable, Equatable {
    package let failedMessageIDs: [String]

    package init(failedMessageIDs: [String]) {
        self.failedMessageIDs = failedMessageIDs
    }

    /// `{"batchItemFailures":[{"itemIdentifier":"…"}]}`
    package var json: Data {
        let items = failedMessageIDs.map { "{\"itemIdentifier\":\(JSONText.quoted($0))}" }
        return Data("{\"batchItemFailures\":[\(items.joined(separator: ","))]}".utf8)
    }
}
