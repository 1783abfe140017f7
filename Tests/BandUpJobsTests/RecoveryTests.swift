import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

private let job = #"{"session_id": "s-1", "user_id": "u-1", "text": "hello"}"#

/// A result was paid for and the table does not take it.
@Suite("Results that the table refuses") struct RecoveryTests {
    /// A function with a table that refuses results, a clock of its own and a recovery store.
    private struct Fixture {
        let http: RefusingTable
        let clock = TestClock()
        let worker = EchoWorker()
        let recovery = FakeRecoveryStore()

        init(_ refusal: RefusingTable.Refusal) {
            http = RefusingTable(refusal)
        }

        /// The ids that are reported as failed.
        func deliver(_ body: String = job, receiveCount: Int = 1, recovery: Bool = true) async throws -> [JSONValue] {
            let table = JobTable(name: "t", idAttribute: "evaluation_id", evaluationType: "writing")
            let client = AWSClient(service: .dynamoDB, configuration: .test(), http: http, clock: clock)
            let function = JobFunction(
                worker: worker,
                store: DynamoDBJobStore(client: DynamoDBClient(client: client), table: table, clock: clock),
                recovery: recovery ? self.recovery : nil, queue: RecordingQueue(),
                cursorSecret: StaticAPIKey("gemini-key"), configuration: try JobConfiguration(Environment([:])),
                clock: clock
            ).handler()
            let event: JSONValue = [
                "Records": [
                    [
                        "messageId": "m-1", "body": .string(body), "eventSource": "aws:sqs",
                        "eventSourceARN": "arn:aws:sqs:x:1:q",
                        "attributes": ["ApproximateReceiveCount": .string("\(receiveCount)")],
                    ]
                ]
            ]
            let context = LambdaContext(
                requestID: "r", deadline: .after(.seconds(300), on: clock), invokedFunctionARN: "arn:x",
                logger: Logger(write: { _ in }))
            let answer = try await function.handle(Data(event.text.utf8), context: context)
            guard
                case .array(let failures)? = try JSONDecoder().decode(JSONValue.self, from: answer.payload)[
                    "batchItemFailures"]
            else { return [] }
            return failures.compactMap { $0["itemIdentifier"] }
        }
    }

    @Test("a result that the table refuses is kept, and found by the next attempt without another paid call")
    func kept() async throws {
        let fixture = Fixture(.denied)
        #expect(try await fixture.deliver() == ["m-1"])
        #expect(fixture.recovery.keptCount == 1)
        #expect(fixture.http.table.text("status", of: "s-1", "u-1") == "processing")

        fixture.http.recover()
        fixture.clock.advance(by: .seconds(310))
        #expect(try await fixture.deliver(receiveCount: 2) == [])
        #expect(fixture.http.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(fixture.http.table.text("echo", of: "s-1", "u-1") == "hello")
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.recovery.keptCount == 0, "what is written down needs no keeping")
    }

    @Test("a result stays kept as long as the table refuses it")
    func keptOn() async throws {
        let fixture = Fixture(.denied)
        for attempt in 1...3 {
            #expect(try await fixture.deliver(receiveCount: attempt) == ["m-1"])
            #expect(fixture.recovery.keptCount == 1)
            fixture.clock.advance(by: .seconds(310))
        }
        fixture.http.recover()
        #expect(try await fixture.deliver(receiveCount: 4) == [])
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("another content under the same id never gets the kept result")
    func otherContent() async throws {
        let fixture = Fixture(.denied)
        _ = try await fixture.deliver()
        fixture.http.recover()
        fixture.clock.advance(by: .seconds(310))
        #expect(try await fixture.deliver(job.replacing("hello", with: "other"), receiveCount: 2) == [])
        #expect(fixture.http.table.text("echo", of: "s-1", "u-1") == nil)
        #expect(fixture.recovery.keptCount == 1)
    }

    @Test("without a recovery store the job is worked on again")
    func withoutStore() async throws {
        let fixture = Fixture(.denied)
        #expect(try await fixture.deliver(recovery: false) == ["m-1"])
        fixture.http.recover()
        fixture.clock.advance(by: .seconds(310))
        #expect(try await fixture.deliver(receiveCount: 2, recovery: false) == [])
        #expect(fixture.worker.performed == ["hello", "hello"])
    }

    @Test("a first attempt does not ask the recovery store for anything, a good result leaves nothing there")
    func usual() async throws {
        let fixture = Fixture(.denied)
        fixture.http.recover()
        #expect(try await fixture.deliver() == [])
        #expect(fixture.recovery.keptCount == 0)
    }

    /// A job whose work waits while another invocation takes it over, `later` by that one's clock.
    private func takenOver(later: Duration, frozen: Bool) async throws -> (EchoFixture, failed: [String]) {
        let finish = Flag()
        let fixture = try EchoFixture { request, _ throws(JobError) in
            while !finish.isSet { await Task.yield() }
            return EchoWorker.Outcome(echo: request.text)
        }
        async let failed = fixture.deliver(fixture.message(job))
        await fixture.clock.awaitSleepers(1)
        let clock = TestClock(fixture.clock.now.addingTimeInterval(later.seconds))
        if frozen { fixture.clock.advance(by: later) }
        let outcome = try await EchoFixture.store(fixture.table, clock).claim(
            try jobKey(), contentHash: EchoWorker.Request(text: "hello").contentHash, jobID: nil,
            expires: clock.now.addingTimeInterval(300), isLast: false, deadline: .after(.seconds(300), on: clock))
        guard case .claimed = outcome else { throw Unfit(text: "the claim did not end") }
        let before = fixture.table.item("s-1", "u-1")
        finish.set()
        let reported = try await failed
        #expect(fixture.table.item("s-1", "u-1") == before, "another owner's record was written")
        return (fixture, reported)
    }

    @Test("an owner that lost its claim writes nothing, and keeps nothing: the result is the other's to give")
    func claimLost() async throws {
        let (fixture, failed) = try await takenOver(later: .seconds(310), frozen: false)
        #expect(failed == ["message-1"])
        #expect(fixture.recovery.keptCount == 0)
    }

    @Test("an owner that was frozen beyond its deadline leaves the record to the next one")
    func frozen() async throws {
        let (_, failed) = try await takenOver(later: .seconds(310), frozen: true)
        #expect(failed == ["message-1"])
    }
}
