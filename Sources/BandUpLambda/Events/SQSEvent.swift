import BandUpCore
import Base
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
        let body = try record.decodeIfPresent(String.self, forKey: .body) ?? ""
        self.body = SNSEnvelope.message(in: body) ?? body
        attributes =
            try record.decodeIfPresent([String: String?].self, forKey: .attributes)?.compactMapValues(\.self) ?? [:]
        eventSourceARN = try record.decodeIfPresent(String.self, forKey: .eventSourceARN) ?? ""
    }
}

/// What a topic puts around a message that it hands to a queue, unless raw delivery is switched on.
private struct SNSEnvelope: Decodable {
    let kind: String
    let topicARN: String
    let message: String

    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case topicARN = "TopicArn"
        case message = "Message"
    }

    /// Nil where the body is no notification.
    static func message(in body: String) -> String? {
        let json = Data(body.utf8)
        // A learner's text may be long: only what has the marks is decoded.
        guard let outline = JSONOutline(json), outline.contains("TopicArn"), outline.contains("Message"),
            let envelope = try? JSONDecoder().decode(SNSEnvelope.self, from: json), envelope.kind == "Notification"
        else { return nil }
        return envelope.message
    }
}

extension SQSEvent: LambdaEvent {
    package static let kind: StaticString = "SQS messages"

    /// `{"Records": […]}` of an event source mapping, or the bare array that EventBridge Pipes makes of it.
    package static func matches(_ shape: EventShape) -> Bool {
        guard !shape.isArray else { return true }
        return shape.has("Records") && !shape.isForeign && !shape.isAuthorizerEvent && !shape.isActionGroup
            && !shape.hasAny(of: ["requestContext", "httpMethod", "routeKey"])
    }

    private struct Batch: Decodable {
        let Records: [SQSRecord]
    }

    /// SQS and S3 write `eventSource`, SNS `EventSource`.
    private struct Source: Decodable {
        let eventSource: String?
        let EventSource: String?

        var name: String { eventSource ?? EventSource ?? "" }
    }

    private struct Sources: Decodable {
        let Records: [Source]
    }

    /// - Throws: `UnsupportedEvent` for records of another source, and for SQS records without a message id.
    package init(_ shape: EventShape) throws {
        let sources = try? shape.isArray ? shape.decode([Source].self) : shape.decode(Sources.self).Records
        guard let sources else { throw UnsupportedEvent(problem: "Records is not an array of event records.") }
        if let other = sources.lazy.map(\.name).first(where: { $0 != "aws:sqs" }) {
            let name = other.isEmpty ? "without an event source" : "of \(LogField.sanitized(other))"
            throw UnsupportedEvent(problem: "Records \(name) are not taken: only those of aws:sqs are.")
        }
        do {
            records = try shape.isArray ? shape.decode([SQSRecord].self) : shape.decode(Batch.self).Records
        } catch {
            throw UnsupportedEvent(problem: "An SQS record has no messageId, or a part of the wrong type.")
        }
    }
}
