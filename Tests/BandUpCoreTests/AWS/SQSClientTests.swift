import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

@Suite struct SQSClientTests {
    private let clock = SteppingClock()

    private func send(_ http: FakeAWS, group: String? = nil, deduplication: String? = nil) async throws -> String {
        try await SQSClient(configuration: .test(), http: http, clock: clock).sendMessage(
            queueURL: "https://sqs.eu-central-1.amazonaws.com/1/q", body: "{\"essay\":\"\u{1F393}\\n\"}",
            groupID: group,
            deduplicationID: deduplication, deadline: .after(.seconds(5), on: clock))
    }

    @Test("a message goes to the region's endpoint with the queue's URL in the body")
    func standardQueue() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"MessageId":"m1","MD5OfMessageBody":"x"}"#)])
        #expect(try await send(http) == "m1")
        let request = try #require(await http.requests.first)
        #expect(request.url == "https://sqs.eu-central-1.amazonaws.com/")
        #expect(request.headers["x-amz-target"] == "AmazonSQS.SendMessage")
        let input = try JSONDecoder().decode([String: String].self, from: request.body.bytes)
        #expect(
            input == [
                "QueueUrl": "https://sqs.eu-central-1.amazonaws.com/1/q", "MessageBody": "{\"essay\":\"\u{1F393}\\n\"}",
            ])
    }

    @Test("a FIFO queue's group and deduplication id are sent")
    func fifoQueue() async throws {
        let http = FakeAWS([.answer(200, [:], #"{"MessageId":"m1"}"#)])
        _ = try await send(http, group: "g", deduplication: "d")
        let body = try #require(await http.requests.first).body.bytes
        let input = try JSONDecoder().decode([String: String].self, from: body)
        #expect(input["MessageGroupId"] == "g")
        #expect(input["MessageDeduplicationId"] == "d")
    }

    @Test("a queue that is not there is not found")
    func missingQueue() async throws {
        let http = FakeAWS([
            .answer(
                400, ["x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender"],
                #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"m"}"#)
        ])
        let error = await #expect(throws: AWSError.self) { try await send(http) }
        #expect(error?.isNotFound == true)
        #expect(error?.code == "QueueDoesNotExist")
    }

    @Test("an answer without a message id is malformed")
    func malformed() async {
        await #expect(throws: AWSError.malformedAnswer(operation: "SendMessage")) {
            try await send(FakeAWS([.answer(200, [:], "{}")]))
        }
    }
}
