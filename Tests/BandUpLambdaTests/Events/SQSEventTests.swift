import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite struct SQSEventTests {
    private func records(_ name: String) throws -> [SQSRecord] {
        let shape = try EventShape(EventGolden.data(name))
        #expect(SQSEvent.matches(shape))
        return try SQSEvent(shape).records
    }

    @Test(
        "records of another source are refused with their source's name",
        arguments: [
            ("s3-object-created", "of aws:s3"), ("sns-notification", "of aws:sns"),
            ("records-of-mixed-sources", "of aws:s3"),
        ])
    func otherSources(name: String, source: String) {
        #expect(throws: UnsupportedEvent(problem: "Records \(source) are not taken: only those of aws:sqs are.")) {
            try records(name)
        }
    }

    @Test(
        "an SQS event whose failures could not be reported fails as a whole",
        arguments: ["sqs-without-message-id", "records-not-an-array"])
    func brokenRecords(name: String) {
        #expect(throws: UnsupportedEvent.self) { try records(name) }
    }

    @Test("the bare array that EventBridge Pipes sends is the same batch")
    func pipes() throws {
        let whole = try #require(
            try JSONSerialization.jsonObject(with: EventGolden.data("sqs-batch")) as? [String: Any])
        let array = try JSONSerialization.data(withJSONObject: try #require(whole["Records"]))
        #expect(try SQSEvent(EventShape(array)).records == records("sqs-batch"))
        for other in ["[]", "[1]", #"[{"eventSource": "aws:dynamodb"}]"#] {
            let shape = try EventShape(Data(other.utf8))
            #expect(SQSEvent.matches(shape))
            if other != "[]" { #expect(throws: UnsupportedEvent.self) { try SQSEvent(shape) } }
        }
    }

    @Test("what a topic puts around a message is taken off; what only looks like it is a body")
    func envelope() throws {
        func body(_ text: String) throws -> String {
            let record: JSONValue = ["messageId": "m", "eventSource": "aws:sqs", "body": .string(text)]
            let event: JSONValue = ["Records": [record]]
            return try #require(try SQSEvent(EventShape(Data(event.text.utf8))).records.first).body
        }
        let message = #"{"session_id":"s-1"}"#
        let notification: JSONValue = [
            "Type": "Notification", "MessageId": "n", "TopicArn": "arn:aws:sns:x:1:t", "Message": .string(message),
        ]
        #expect(try body(notification.text) == message)
        for other in [
            notification.setting(["Type": "SubscriptionConfirmation"]), notification.setting(["TopicArn": .null]),
            notification.setting(["Message": 5]),
        ] {
            #expect(try body(other.text) == other.text)
        }
    }

    @Test("a batch gives each message's id, body, and delivery count")
    func batch() throws {
        let records = try records("sqs-batch")
        #expect(
            records.map(\.messageID) == [
                "059f36b4-87a3-44ab-83d2-661975830a7d", "2e1424d4-f796-459a-8184-9c92662be6da",
            ])
        #expect(records[0].receiveCount == 3)
        #expect(records[0].receiptHandle == "MessageReceiptHandle")
        #expect(records[0].eventSourceARN == "arn:aws:sqs:us-east-1:123456789012:MyQueue")
        #expect(try RequestFields(json: Data(records[0].body.utf8)).string("session_id", maxLength: 10) == "s-1")
        #expect(records[1].receiveCount == 1)
        #expect(records[1].body == "\u{0} not JSON at all \u{1F600} {\"Records\":[")
    }

    @Test("the emulator's own sample is read")
    func sample() throws {
        #expect(try records("sqs-sample").map(\.body) == ["Hello from SQS!"])
    }

    @Test("a message group orders messages in a FIFO queue, and only there")
    func groups() throws {
        #expect(try records("sqs-fifo-batch").map(\.orderedGroupID) == ["learner-1", "learner-1", "learner-2"])
        let standard = try records("sqs-batch")
        #expect(standard[0].attributes["MessageGroupId"] == "tenant-7")
        #expect(standard[0].orderedGroupID == nil)
    }

    @Test("nulls and unknown fields are tolerated")
    func nulls() throws {
        let record = try #require(try records("sqs-nulls").first)
        #expect(record.body == "")
        #expect(record.receiveCount == 1)
    }

    @Test("an empty batch is a batch")
    func empty() throws {
        #expect(try records("sqs-empty-batch") == [])
    }

    @Test(
        "the batch response names the failed messages, and is valid JSON for any id",
        arguments: [
            ([], #"{"batchItemFailures":[]}"#),
            (["a"], #"{"batchItemFailures":[{"itemIdentifier":"a"}]}"#),
            (["a", "b\"c"], #"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b\"c"}]}"#),
        ])
    func response(ids: [String], json: String) {
        #expect(String(decoding: SQSBatchResponse(failedMessageIDs: ids).json, as: UTF8.self) == json)
    }
}
