import BandUpCore
package import FoundationEssentials

/// A batch of messages from one SQS queue.
package struct SQSEvent: Sendable, Equatable {
    package let records: [SQSRecord]

    package init(records: [SQSRecord]) {
        self.records = records
    }
}

/// One message. Its body may be anything.
package struct SQSRecord: Sendable, Equatable {
    /// Stays the same over redeliveries.
    package let messageID: String
    package let receiptHandle: String
    package let body: String
    /// The message's system attributes, such as `SentTimestamp`; SQS sends their numbers as text.
    package let attributes: [String: String]
    package let eventSourceARN: String

    package init(
        messageID: String, receiptHandle: String = "", body: String, attributes: [String: String] = [:],
        eventSourceARN: String = ""
    ) {
        self.messageID = messageID
        self.receiptHandle = receiptHandle
        self.body = body
        self.attributes = attributes
        self.eventSourceARN = eventSourceARN
    }

    /// Which delivery this is, counted from 1.
    package var receiveCount: Int { attributes["ApproximateReceiveCount"].flatMap(Int.init) ?? 1 }

    /// The group whose order has to be kept; nil in a standard queue, where a group id (for fair queues) orders nothing.
    package var orderedGroupID: String? {
        eventSourceARN.hasSuffix(".fifo") ? attributes["MessageGroupId"] : nil
    }

    /// When the message was sent.
    package var sentAt: Date? {
        attributes["SentTimestamp"].flatMap(Int64.init).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }
}

extension SQSRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case messageId, receiptHandle, body, attributes, eventSourceARN
    }

    package init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        // Without its id a failure could not be reported; the rest may be missing.
        messageID = try record.decode(String.self, forKey: .messageId)
        receiptHandle = try record.decodeIfPresent(String.self, forKey: .receiptHandle) ?? ""
        body = try record.decodeIfPresent(String.self, forKey: .body) ?? ""
        attributes =
            try record.decodeIfPresent([String: String?].self, forKey: .attributes)?.compactMapValues(\.self) ?? [:]
        eventSourceARN = try record.decodeIfPresent(String.self, forKey: .eventSourceARN) ?? ""
    }
}
