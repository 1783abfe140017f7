import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import Synchronization
import TestSupport

@testable import BandUpJobs

/// Repeats what it is told, and counts how often it was asked: each call stands for a paid one.
final class EchoWorker: JobWorker {
    static let idField = "session_id"
    static let collectionPath = "/echoes"

    struct Request: ContentHashed, Sendable {
        let text: String
        var hashedContent: [String] { ["echo", text] }
    }

    struct Outcome: JobOutcome, Equatable {
        let echo: String

        static let listedAttributes = ["echo"]
        var isWhole: Bool { true }
    }

    typealias Work = @Sendable (Request, JobContext) async throws(JobError) -> Outcome

    private let calls = Mutex<[String]>([])
    private let work: Work

    init(_ work: @escaping Work = { request, _ throws(JobError) in Outcome(echo: request.text) }) {
        self.work = work
    }

    /// The texts worked on, in order.
    var performed: [String] { calls.withLock { $0 } }

    func request(from fields: RequestFields, for user: JobUser) throws(JobError) -> Request {
        do {
            return Request(text: try fields.string("text", maxLength: 100))
        } catch {
            throw .permanent(JobFailure(error))
        }
    }

    func perform(_ request: Request, key: JobKey, context: JobContext) async throws(JobError) -> Outcome {
        calls.withLock { $0.append(request.text) }
        return try await work(request, context)
    }

}

/// A queue that keeps what was sent to it.
final class RecordingQueue: JobQueue {
    private let messages = Mutex<[Data]>([])
    let isConfigured: Bool
    private let failure: AWSError?

    init(isConfigured: Bool = true, failure: AWSError? = nil) {
        self.isConfigured = isConfigured
        self.failure = failure
    }

    var sent: [JSONValue] {
        messages.withLock { $0 }.compactMap { try? JSONDecoder().decode(JSONValue.self, from: $0) }
    }

    func send(_ message: Data, key: JobKey, deadline: Deadline) async throws(AWSError) {
        if let failure { throw failure }
        messages.withLock { $0.append(message) }
    }
}

/// A key that can be rotated, and taken away.
final class SwitchableAPIKey: APIKeyProvider {
    private let current: Mutex<String?>

    init(_ key: String) {
        current = Mutex(key)
    }

    func set(_ key: String?) { current.withLock { $0 = key } }

    func key(deadline: Deadline) async throws -> String {
        guard let key = current.withLock({ $0 }) else { throw AWSError.deadlineExceeded }
        return key
    }

    func invalidate(_ key: String) async {}
}

/// Keeps outcomes in memory.
final class FakeRecoveryStore: RecoveryStore {
    private let outcomes = Mutex<[String: Data]>([:])

    var keptCount: Int { outcomes.withLock { $0.count } }

    func keep(_ outcome: Data, of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) {
        outcomes.withLock { $0["\(key.id)/\(contentHash)"] = outcome }
    }

    func outcome(of key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) -> Data? {
        outcomes.withLock { $0["\(key.id)/\(contentHash)"] }
    }

    func remove(_ key: JobKey, contentHash: String, deadline: Deadline) async throws(AWSError) {
        outcomes.withLock { $0["\(key.id)/\(contentHash)"] = nil }
    }
}

/// A function around an echo worker, with a table, a queue and a clock of its own.
struct EchoFixture {
    let worker: EchoWorker
    let table = FakeDynamoDB()
    let clock = TestClock()
    let keys = SwitchableAPIKey("gemini-key")
    let queue: RecordingQueue
    let recovery = FakeRecoveryStore()
    let store: DynamoDBJobStore
    let function: EventHandler

    init(
        environment: [String: String] = [:], queue: RecordingQueue = RecordingQueue(),
        _ work: @escaping EchoWorker.Work = { request, _ throws(JobError) in EchoWorker.Outcome(echo: request.text) }
    ) throws {
        worker = EchoWorker(work)
        self.queue = queue
        store = Self.store(table, clock)
        function = JobFunction(
            worker: worker, store: store, recovery: recovery, queue: queue, cursorSecret: keys,
            configuration: try JobConfiguration(Environment(environment), clock: clock),
            clock: clock
        ).handler()
    }

    static func store(_ table: FakeDynamoDB, _ clock: any WallClock) -> DynamoDBJobStore {
        let configuration = AWSConfiguration(
            region: "eu-west-1", credentials: AWSCredentials(accessKeyID: "AKID", secretAccessKey: "secret"))
        let client = AWSClient(service: .dynamoDB, configuration: configuration, http: table, clock: clock)
        return DynamoDBJobStore(
            client: DynamoDBClient(client: client),
            table: JobTable(name: "bandup-evaluations", idAttribute: "evaluation_id", evaluationType: "writing"),
            clock: clock)
    }

    func context(remaining: Duration = .seconds(300)) -> LambdaContext {
        LambdaContext(
            requestID: "request-1", deadline: .after(remaining, on: clock), invokedFunctionARN: "arn:aws:lambda:x",
            logger: Logger(write: { _ in }))
    }

    func message(
        _ body: String, id: String = "message-1", receiveCount: Int = 1, queueARN: String = "arn:aws:sqs:x:1:q",
        group: String? = nil
    ) -> JSONValue {
        var attributes: [String: JSONValue] = ["ApproximateReceiveCount": .string("\(receiveCount)")]
        if let group { attributes["MessageGroupId"] = .string(group) }
        return [
            "messageId": .string(id), "receiptHandle": "handle", "body": .string(body),
            "attributes": .object(attributes), "eventSource": "aws:sqs", "eventSourceARN": .string(queueARN),
        ]
    }

    /// The ids that the function reports as failed.
    func deliver(_ messages: JSONValue..., remaining: Duration = .seconds(300)) async throws -> [String] {
        let event = try JSONEncoder().encode(JSONValue.object(["Records": .array(messages)]))
        let answer = try await function.handle(event, context: context(remaining: remaining))
        let response = try JSONDecoder().decode(JSONValue.self, from: answer.payload)
        guard case .array(let failures)? = response["batchItemFailures"] else { return [] }
        return failures.compactMap { $0["itemIdentifier"]?.stringValue }
    }

    struct APIAnswer {
        let status: Int64
        let headers: JSONValue?
        let body: JSONValue
        let afterwards: (@Sendable () async -> Void)?

        var errorCode: String? { body["error"]?["code"]?.stringValue }
    }

    func call(
        _ method: String, _ path: String, body: String = "", headers: [String: String] = [:], user: String? = nil,
        query: [String: String] = [:]
    ) async throws -> APIAnswer {
        var requestContext: [String: JSONValue] = ["http": ["method": .string(method), "path": .string(path)]]
        requestContext["authorizer"] =
            user.map { ["jwt": ["claims": ["sub": .string($0)]]] } ?? [
                "iam": ["userArn": "arn:aws:iam::1:user/backend"]
            ]
        let event: JSONValue = [
            "version": "2.0", "routeKey": "$default", "rawPath": .string(path), "body": .string(body),
            "isBase64Encoded": false,
            "headers": .object(
                headers.merging(["content-type": "application/json"]) { given, _ in given }.mapValues { .string($0) }),
            "queryStringParameters": .object(query.mapValues { .string($0) }),
            "requestContext": .object(requestContext),
        ]
        return try await invoke(event)
    }

    func invoke(_ event: JSONValue) async throws -> APIAnswer {
        let answer = try await function.handle(try JSONEncoder().encode(event), context: context())
        let response = try JSONDecoder().decode(JSONValue.self, from: answer.payload)
        guard case .integer(let status)? = response["statusCode"], let text = response["body"]?.stringValue else {
            throw InvalidField(field: nil, problem: "is not an API response")
        }
        return APIAnswer(
            status: status, headers: response["headers"],
            body: (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null,
            afterwards: answer.afterwards)
    }
}

extension JobError {
    static let throttled = JobError.transient(JobFailure(.throttled, "The model is busy."), retryAfter: .seconds(7))
    static let blocked = JobError.permanent(JobFailure(.unprocessable, "The content was blocked."))
}
