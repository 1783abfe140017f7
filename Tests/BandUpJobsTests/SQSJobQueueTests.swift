import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("The function's own queue") struct SQSJobQueueTests {
    private let clock = SteppingClock()

    private func send(to url: String?) async throws -> (JSONValue, isConfigured: Bool) {
        let http = FakeAWS([.answer(200, [:], #"{"MessageId":"m1"}"#)])
        let queue = SQSJobQueue(
            client: SQSClient(configuration: .test(), http: http, clock: clock), queueURL: url)
        try await queue.send(
            Data(#"{"text":"hello"}"#.utf8), key: try jobKey("s-1", user: "u-1"),
            deadline: .after(.seconds(10), on: clock))
        let body = try #require(await http.requests.first).body.bytes
        return (try JSONDecoder().decode(JSONValue.self, from: body), queue.isConfigured)
    }

    @Test("a standard queue gets the message alone")
    func standard() async throws {
        let (sent, isConfigured) = try await send(to: "https://sqs.eu-central-1.amazonaws.com/1/q")
        #expect(isConfigured)
        #expect(
            sent == ["QueueUrl": "https://sqs.eu-central-1.amazonaws.com/1/q", "MessageBody": #"{"text":"hello"}"#])
    }

    @Test("on a FIFO queue a learner's jobs keep their order, and the same job is one message")
    func fifo() async throws {
        let (sent, _) = try await send(to: "https://sqs.eu-central-1.amazonaws.com/1/q.fifo")
        #expect(sent["MessageGroupId"] == "u-1")
        #expect(sent["MessageDeduplicationId"] == "s-1")
    }

    @Test("without a queue nothing is sent, and the variable is named")
    func none() async throws {
        let error = await #expect(throws: AWSError.self) { try await send(to: nil) }
        #expect(error == .configuration(ConfigurationError(variable: "QUEUE_URL", problem: "is not set")))
    }
}
