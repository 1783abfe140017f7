import FoundationEssentials

/// A batch of messages from one SQS queue.
public struct SQSEvent: Sendable, Equatable {
    public let records: [SQSRecord]

    public init(records: [SQSRecord]) {
        self.records = records
    }
}

/// One message. Its body may be anything.
public struct SQSRecord: Sendable, Equatable {
    /// Stays the same over redeliveries.
    public let messageID: String
    public let receiptHandle: String
    public let body: String
    /// The message's system attributes, such as `SentTimestamp`; SQS sends their numbers as text.
    public let attributes: [String: String]
    public let eventSourceARN: String

    public init(
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
    public var receiveCount: Int { attributes["ApproximateReceiveCount"].flatMap(Int.init) ?? 1 }

    /// The group whose order has to be kept; nil in a standard queue, where a group id (for fair queues) orders nothing.
    public var orderedGroupID: String? {
        eventSourceARN.hasSuffix(".fifo") ? attributes["MessageGroupId"] : nil
    }

    /// When the message was sent.
    public var sentAt: Date? {
        attributes["SentTimestamp"].flatMap(Int64.init).map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }
}

extension SQSRecord: Decodable {
    private enum CodingKeys: String, CodingKey {
        case messageId, receiptHandle, body, attributes, eventSourceARN
    }

    public init(from decoder: any Decoder) throws {
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
