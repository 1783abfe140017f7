import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Jobs whose function was killed on the last attempt") struct AbandonedJobTests {
    private static let text = #"{"session_id":"s-1","user_id":"u-1","text":"hello"}"#
    private let fixture: EchoFixture
    private let key: JobKey
    private let hash = EchoWorker.Request(text: "hello").contentHash

    init() throws {
        fixture = try EchoFixture()
        key = JobKey(id: try #require(JobID("s-1")), userID: try #require(UserID("u-1")))
    }

    /// Claims as an invocation with a minute to live does, and does nothing more.
    private func killedClaim(isLast: Bool) async throws -> JobClaim {
        let outcome = try await fixture.store.claim(
            key, contentHash: hash, jobID: nil, expires: fixture.clock.now.addingTimeInterval(60), isLast: isLast,
            deadline: .after(.seconds(60), on: fixture.clock))
        guard case .claimed(let claim) = outcome else { throw InvalidField(field: nil, problem: "is not free") }
        return claim
    }

    private func read() async throws -> EchoFixture.APIAnswer {
        try await fixture.call("GET", "/echoes/s-1", query: ["user_id": "u-1"])
    }

    @Test("when the claim has run out, a reader is told that the job failed, and the record says so from then on")
    func settled() async throws {
        _ = try await killedClaim(isLast: true)
        fixture.clock.advance(by: .seconds(66))
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        let answer = try await read()
        #expect(answer.body["status"] == "failed")
        #expect(answer.body["error"]?["code"] == "deadline_exceeded")
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == "deadline_exceeded")
        #expect(fixture.table.text("claim_expires_at", of: "s-1", "u-1") == nil)
    }

    @Test("while the claim lives, the job is under way")
    func alive() async throws {
        _ = try await killedClaim(isLast: true)
        fixture.clock.advance(by: .seconds(64))
        #expect(try await read().body["status"] == "processing")
    }

    @Test("a job that SQS will deliver again stays under way until SQS would have forgotten it")
    func comesBack() async throws {
        _ = try await killedClaim(isLast: false)
        fixture.clock.advance(by: .seconds(13 * 86_400))
        #expect(try await read().body["status"] == "processing")
        fixture.clock.advance(by: .seconds(2 * 86_400))
        #expect(try await read().body["status"] == "failed")
    }

    @Test("a job that was given back waits for its next delivery, whatever attempt it was")
    func released() async throws {
        let claim = try await killedClaim(isLast: true)
        try await fixture.store.release(claim, deadline: .after(.seconds(60), on: fixture.clock))
        fixture.clock.advance(by: .seconds(3600))
        #expect(try await read().body["status"] == "processing")
    }

    @Test("an owner that wakes up after a reader was told of the failure writes nothing")
    func zombie() async throws {
        let claim = try await killedClaim(isLast: true)
        fixture.clock.advance(by: .seconds(66))
        _ = try await read()
        await #expect(throws: JobStoreError.self) {
            try await fixture.store.complete(
                claim, outcome: DynamoDBEncoder().item(EchoWorker.Outcome(echo: "late")),
                deadline: .after(.seconds(60), on: fixture.clock))
        }
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    @Test("a reader is told of the failure also while the table takes no writes")
    func unwritten() async throws {
        _ = try await killedClaim(isLast: true)
        fixture.clock.advance(by: .seconds(66))
        fixture.table.fail(next: .refused)
        #expect(try await read().body["status"] == "failed")
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        #expect(try await read().body["status"] == "failed")
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    @Test("a message moved back from the dead-letter queue is worked on", arguments: [true, false])
    func redriven(isRead: Bool) async throws {
        _ = try await killedClaim(isLast: true)
        fixture.clock.advance(by: .seconds(66))
        if isRead { _ = try await read() }
        #expect(try await fixture.deliver(fixture.message(Self.text)) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(fixture.table.text("abandoned_at", of: "s-1", "u-1") == nil)
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("only the last permitted delivery leaves a record that is abandoned with its claim", arguments: [4, 5])
    func lastDelivery(receiveCount: Int) async throws {
        let fixture = try EchoFixture { _, _ throws(JobError) in throw .throttled }
        // What follows the claim is not written, as if the function had been killed.
        fixture.table.fail(next: .passes, .refused)
        _ = try await fixture.deliver(fixture.message(Self.text, receiveCount: receiveCount))
        let claimEnd = try #require(fixture.table.text("claim_expires_at", of: "s-1", "u-1"))
        #expect((fixture.table.text("abandoned_at", of: "s-1", "u-1") == claimEnd) == (receiveCount == 5))
    }

    @Test("a job for which no time is left is not begun, and on its last delivery it is failed", arguments: [4, 5])
    func noTime(receiveCount: Int) async throws {
        let message = fixture.message(Self.text, receiveCount: receiveCount)
        #expect(try await fixture.deliver(message, remaining: .seconds(2)) == ["message-1"])
        #expect(fixture.worker.performed == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == (receiveCount == 5 ? "failed" : nil))
    }
}
