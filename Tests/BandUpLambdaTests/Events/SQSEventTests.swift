@testable import BandUpLambda
import BandUpCore
import Base
import Foundation
import Testing

@Suite struct SQSEventTests {
    private func records(_ name: String) throws -> [SQSRecord] {
        guard case .sqs(let event) = try LambdaEvent(EventGolden.data(name)) else {
            Issue.record("\(name) is not taken for an SQS event")
            return []
        }
        return event.records
    }

    @Test("a batch gives each message's id, body, delivery count and time")
    func batch() throws {
        let records = try records("sqs-batch")
        #expect(
            records.map(\.messageID) == [
                "059f36b4-87a3-44ab-83d2-661975830a7d", "2e1424d4-f796-459a-8184-9c92662be6da",
            ])
        #expect(records[0].receiveCount == 3)
        #expect(records[0].sentAt == Date(timeIntervalSince1970: 1_763_629_200.123))
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
        #expect(record.sentAt == nil)
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
