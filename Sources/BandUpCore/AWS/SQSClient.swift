package import Base
import FoundationEssentials

/// Puts messages into queues.
package struct SQSClient: Sendable {
    private let client: AWSClient

    package init(
        configuration: AWSConfiguration, http: any HTTPClient, clock: any WallClock = SystemClock(),
        budget: RetryBudget = RetryBudget()
    ) {
        client = AWSClient(service: .sqs, configuration: configuration, http: http, clock: clock, budget: budget)
    }

    /// Sends one message. A retry after a lost answer may store it twice: whoever receives it must bear that, as with
    /// any standard queue.
    ///
    /// - Parameters:
    ///   - queueURL: names the queue. The request goes to the SQS endpoint of the function's region, where the queue is.
    ///   - body: at most 1 MiB.
    ///   - groupID: required by FIFO queues.
    ///   - deduplicationID: for FIFO queues without content-based deduplication.
    /// - Returns: the message's id.
    @discardableResult
    package func sendMessage(
        queueURL: String, body: String, groupID: String? = nil, deduplicationID: String? = nil, deadline: Deadline
    ) async throws(AWSError) -> String {
        let members =
            [
                ("QueueUrl", queueURL), ("MessageBody", body), ("MessageGroupId", groupID),
                ("MessageDeduplicationId", deduplicationID),
            ].compactMap { name, value in value.map { "\"\(name)\":\(JSONText.quoted($0))" } } + Self.systemAttributes
        let input = Data("{\(members.joined(separator: ","))}".utf8)
        let answer = try await client.call(target: "AmazonSQS.SendMessage", body: input, deadline: deadline)
        guard let output = try? JSONDecoder().decode(Output.self, from: answer) else {
            throw .malformedAnswer(operation: "SendMessage")
        }
        return output.messageID
    }

    /// The invocation that the message leads to is part of the trace of the one that sends it. It does not count towards
    /// the message's size.
    private static var systemAttributes: [String] {
        TraceHeader.current.map { header in
            [
                "\"MessageSystemAttributes\":{\"AWSTraceHeader\":"
                    + "{\"DataType\":\"String\",\"StringValue\":\(JSONText.quoted(header))}}"
            ]
        } ?? []
    }

    private struct Output: Decodable {
        let messageID: String

        enum CodingKeys: String, CodingKey {
            case messageID = "MessageId"
        }
    }
}
