import BandUpCore
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import BandUpJobs

private let job = #"{"session_id": "s-1", "user_id": "u-1", "text": "hello"}"#

@Suite("Jobs from the queue") struct QueueJobTests {
    @Test("a job is worked on once, and its record completed")
    func completes() async throws {
        let fixture = try EchoFixture()
        #expect(try await fixture.deliver(fixture.message(job)) == [])
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(fixture.table.text("echo", of: "s-1", "u-1") == "hello")
        #expect(fixture.table.text("evaluation_type", of: "s-1", "u-1") == "writing")
        #expect(fixture.table.text("created_at", of: "s-1", "u-1") == "1800000000")
    }

    @Test("a duplicate delivery is acknowledged and not worked on again")
    func duplicate() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(job))
        #expect(try await fixture.deliver(fixture.message(job, receiveCount: 2)) == [])
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("the same job twice in one batch is worked on once")
    func duplicateInBatch() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(job, id: "a"), fixture.message(job, id: "b"))
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("an id without a session is the job id, then the message id")
    func fallbackIDs() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(#"{"job_id": "j-1", "user_id": "u-1", "text": "a"}"#))
        _ = try await fixture.deliver(fixture.message(#"{"user_id": "u-1", "text": "b"}"#, id: "m-9"))
        #expect(fixture.table.text("echo", of: "j-1", "u-1") == "a")
        #expect(fixture.table.text("job_id", of: "j-1", "u-1") == "j-1")
        #expect(fixture.table.text("echo", of: "m-9", "u-1") == "b")
    }

    @Test("the same id with other content is acknowledged and changes nothing")
    func conflict() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(job))
        let other = job.replacing("hello", with: "other")
        #expect(try await fixture.deliver(fixture.message(other, id: "m-2")) == [])
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.table.text("echo", of: "s-1", "u-1") == "hello")
    }

    @Test("a passing failure releases the job, and the next delivery works on it")
    func released() async throws {
        let attempts = AttemptCounter()
        let fixture = try EchoFixture { request, _ throws(JobError) in
            if attempts.next() == 1 { throw .throttled }
            return EchoWorker.Outcome(echo: request.text)
        }
        #expect(try await fixture.deliver(fixture.message(job)) == ["message-1"])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        #expect(try await fixture.deliver(fixture.message(job, receiveCount: 2)) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
    }

    @Test("the last permitted delivery turns a passing failure into a failed record and still reports the message")
    func lastDelivery() async throws {
        let fixture = try EchoFixture(environment: ["MAX_RECEIVE_COUNT": "3"]) { _, _ throws(JobError) in
            throw .throttled
        }
        #expect(try await fixture.deliver(fixture.message(job, receiveCount: 3)) == ["message-1"])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == "throttled")
    }

    @Test("a failed job that may turn out better is worked on when it is sent again")
    func replayed() async throws {
        let attempts = AttemptCounter()
        let fixture = try EchoFixture(environment: ["MAX_RECEIVE_COUNT": "1"]) { request, _ throws(JobError) in
            if attempts.next() == 1 { throw .throttled }
            return EchoWorker.Outcome(echo: request.text)
        }
        _ = try await fixture.deliver(fixture.message(job))
        #expect(try await fixture.deliver(fixture.message(job, id: "replay")) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == nil)
    }

    @Test("blocked content fails once and is not paid for again")
    func sealed() async throws {
        let fixture = try EchoFixture { _, _ throws(JobError) in throw .blocked }
        #expect(try await fixture.deliver(fixture.message(job)) == [])
        #expect(try await fixture.deliver(fixture.message(job, receiveCount: 2)) == [])
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == "unprocessable")
    }

    @Test("a refusal that was withdrawn does not seal its record")
    func withdrawn() async throws {
        let attempts = AttemptCounter()
        let fixture = try EchoFixture { request, _ throws(JobError) in
            if attempts.next() == 1 { throw .permanent(JobFailure(.unprocessable, JobFailure.withdrawnRefusal)) }
            return EchoWorker.Outcome(echo: request.text)
        }
        _ = try await fixture.deliver(fixture.message(job))
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == "unprocessable")
        #expect(try await fixture.deliver(fixture.message(job, id: "again")) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
    }

    @Test("a bad request becomes a failed record and is acknowledged")
    func badRequest() async throws {
        let fixture = try EchoFixture()
        #expect(try await fixture.deliver(fixture.message(#"{"session_id": "s-1", "user_id": "u-1"}"#)) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
        #expect(fixture.table.text("error_code", of: "s-1", "u-1") == "invalid_request")
    }

    @Test("a bad request never touches the record of a job with its id")
    func badRequestAfterResult() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.deliver(fixture.message(job))
        #expect(try await fixture.deliver(fixture.message(#"{"session_id": "s-1", "user_id": "u-1"}"#)) == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
    }

    @Test(
        "a body without user or id that can be read is reported, for the dead-letter queue",
        arguments: ["not json", "[1]", "{}", #"{"user_id": "", "text": "a"}"#, #"{"user_id": "a/b", "text": "a"}"#, ""])
    func unreadable(body: String) async throws {
        let fixture = try EchoFixture()
        #expect(try await fixture.deliver(fixture.message(body)) == ["message-1"])
        #expect(fixture.worker.performed == [])
    }

    @Test("one bad message does not fail its neighbours")
    func isolated() async throws {
        let fixture = try EchoFixture { request, _ throws(JobError) in
            if request.text == "b" { throw .throttled }
            return EchoWorker.Outcome(echo: request.text)
        }
        let messages = ["a", "b", "c"].map { text in
            fixture.message(#"{"session_id": "s-\#(text)", "user_id": "u-1", "text": "\#(text)"}"#, id: text)
        }
        #expect(try await fixture.deliver(messages[0], messages[1], messages[2]) == ["b"])
        #expect(fixture.table.text("status", of: "s-a", "u-1") == "completed")
        #expect(fixture.table.text("status", of: "s-c", "u-1") == "completed")
    }

    @Test("on a FIFO queue the rest of a group comes back after its first failure, other groups go on")
    func fifo() async throws {
        let fixture = try EchoFixture { request, _ throws(JobError) in
            if request.text == "a2" { throw .throttled }
            return EchoWorker.Outcome(echo: request.text)
        }
        func message(_ text: String, group: String) -> JSONValue {
            fixture.message(
                #"{"session_id": "s-\#(text)", "user_id": "u-1", "text": "\#(text)"}"#, id: text,
                queueARN: "arn:aws:sqs:x:1:q.fifo", group: group)
        }
        let failed = try await fixture.deliver(
            message("a1", group: "a"), message("b1", group: "b"), message("a2", group: "a"), message("a3", group: "a"))
        #expect(failed == ["a2", "a3"])
        #expect(Set(fixture.worker.performed) == ["a1", "b1", "a2"])
    }

    @Test("work that outlasts the deadline is released, not killed")
    func deadline() async throws {
        let fixture = try EchoFixture { _, context throws(JobError) in
            do {
                try await context.clock.sleep(for: .seconds(1000))
            } catch {
                throw .transient(JobFailure(.unavailable, "cancelled"))
            }
            return EchoWorker.Outcome(echo: "never")
        }
        async let failed = fixture.deliver(fixture.message(job), remaining: .seconds(60))
        // The work and its time limit, which ends a reserve before the deadline, so that the release can be written.
        await fixture.clock.awaitSleepers(2)
        fixture.clock.advance(by: .seconds(57))
        #expect(try await failed == ["message-1"])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        #expect(fixture.table.text("claim_expires_at", of: "s-1", "u-1") == "0")
    }

    @Test("a claim whose answer was lost is still a claim")
    func lostAnswer() async throws {
        let fixture = try EchoFixture()
        fixture.table.fail(next: .answerLost)
        async let failed = fixture.deliver(fixture.message(job))
        await fixture.clock.awaitSleepers(1)
        fixture.clock.advance(by: .seconds(1))
        #expect(try await failed == [])
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
    }
}
