import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

private let body = #"{"session_id": "s-1", "user_id": "u-1", "text": "hello"}"#

@Suite("Jobs from the API") struct APIJobTests {
    @Test("a submitted job is answered with its result")
    func result() async throws {
        let fixture = try EchoFixture()
        let answer = try await fixture.call("POST", "/echoes", body: body)
        #expect(answer.status == 200)
        #expect(answer.body == ["session_id": "s-1", "echo": "hello"])
    }

    @Test("the same job again is answered with the stored result, and not worked on again")
    func again() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.call("POST", "/echoes", body: body)
        let answer = try await fixture.call("POST", "/echoes", body: body)
        #expect(answer.status == 200)
        #expect(answer.body == ["session_id": "s-1", "echo": "hello"])
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("the same id with other content is a conflict")
    func conflict() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.call("POST", "/echoes", body: body)
        let answer = try await fixture.call("POST", "/echoes", body: body.replacing("hello", with: "other"))
        #expect(answer.status == 409)
        #expect(answer.errorCode == "conflict")
    }

    @Test("a job that another invocation works on is in progress")
    func inProgress() async throws {
        let fixture = try EchoFixture()
        let key = try #require(JobID("s-1").flatMap { id in UserID("u-1").map { JobKey(id: id, userID: $0) } })
        let hash = EchoWorker.Request(text: "hello").contentHash
        _ = try await fixture.store.claim(
            key, contentHash: hash, jobID: nil, expires: fixture.clock.now.addingTimeInterval(60), isLast: false,
            deadline: .after(.seconds(60), on: fixture.clock))
        let answer = try await fixture.call("POST", "/echoes", body: body)
        #expect(answer.status == 409)
        #expect(answer.errorCode == "in_progress")
        #expect(answer.headers?["Retry-After"] != nil)
    }

    @Test("an event that is the request itself is answered like an API call")
    func direct() async throws {
        let fixture = try EchoFixture()
        let answer = try await fixture.invoke(["user_id": "u-1", "text": "hello"])
        #expect(answer.status == 200)
        #expect(answer.body["echo"] == "hello")
        #expect(answer.body["session_id"]?.stringValue?.count == 36)
    }

    @Test(
        "errors of the request name their field",
        arguments: [
            (#"{"text": "a"}"#, "user_id"), (#"{"user_id": "u-1"}"#, "text"),
            (#"{"user_id": "u-1", "text": 5}"#, "text"), (#"{"user_id": 5, "text": "a"}"#, "user_id"),
            (#"{"user_id": "u-1", "session_id": "a b", "text": "a"}"#, "session_id"),
        ])
    func invalid(body: String, field: String) async throws {
        let fixture = try EchoFixture()
        let answer = try await fixture.call("POST", "/echoes", body: body)
        #expect(answer.status == 400)
        #expect(answer.errorCode == "invalid_request")
        #expect(answer.body["error"]?["field"]?.stringValue == field)
        #expect(answer.body["error"]?["request_id"]?.stringValue == "request-1")
    }

    @Test("the authorizer's user counts, and another one in the body is refused")
    func caller() async throws {
        let fixture = try EchoFixture()
        let foreign = try await fixture.call("POST", "/echoes", body: body, user: "u-2")
        #expect(foreign.status == 403)
        #expect(foreign.errorCode == "forbidden")
        let own = try await fixture.call("POST", "/echoes", body: #"{"session_id": "s-1", "text": "a"}"#, user: "u-2")
        #expect(own.status == 200)
        #expect(fixture.table.text("echo", of: "s-1", "u-2") == "a")
    }

    @Test("a failure that may pass is answered with Retry-After, and the record does not stay processing")
    func throttled() async throws {
        let fixture = try EchoFixture { _, _ throws(JobError) in throw .throttled }
        let answer = try await fixture.call("POST", "/echoes", body: body)
        #expect(answer.status == 429)
        #expect(answer.headers?["Retry-After"]?.stringValue == "7")
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    @Test("with Prefer: respond-async the job is recorded, queued and answered 202")
    func asynchronous() async throws {
        let fixture = try EchoFixture()
        let answer = try await fixture.call("POST", "/echoes", body: body, headers: ["prefer": "respond-async"])
        #expect(answer.status == 202)
        #expect(answer.headers?["Location"]?.stringValue == "/echoes/s-1")
        #expect(fixture.worker.performed == [])
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        #expect(fixture.queue.sent == [["session_id": "s-1", "user_id": "u-1", "text": "hello"]])
        // The queue's delivery finds the record free.
        let message = try JSONEncoder().encode(fixture.queue.sent[0])
        #expect(try await fixture.deliver(fixture.message(String(decoding: message, as: UTF8.self))) == [])
        #expect(fixture.worker.performed == ["hello"])
    }

    @Test("a queued message carries the authorizer's user and the id that was found")
    func asynchronousIdentity() async throws {
        let fixture = try EchoFixture()
        let answer = try await fixture.call(
            "POST", "/echoes", body: #"{"text": "hello"}"#, headers: ["prefer": "respond-async"], user: "u-7")
        let id = try #require(answer.body["session_id"])
        #expect(fixture.queue.sent == [["session_id": id, "user_id": "u-7", "text": "hello"]])
    }

    @Test("a job that can't be queued is answered 503 and does not stay processing")
    func unqueued() async throws {
        let fixture = try EchoFixture(queue: RecordingQueue(failure: .deadlineExceeded))
        let answer = try await fixture.call("POST", "/echoes", body: body, headers: ["prefer": "respond-async"])
        #expect(answer.status == 503)
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    /// Calls a function whose work waits until `finish`, and turns the clock past the API's timeout.
    private func slowCall(
        _ fixture: EchoFixture
    ) async throws -> EchoFixture.APIAnswer {
        async let call = fixture.call("POST", "/echoes", body: body)
        // The work's time limit and the API's.
        await fixture.clock.awaitSleepers(2)
        fixture.clock.advance(by: .seconds(25))
        return try await call
    }

    @Test("a job that takes long is answered 202 in time and finished after the answer, by the same call of the model")
    func slow() async throws {
        let finish = Flag()
        let fixture = try EchoFixture { request, _ throws(JobError) in
            while !finish.isSet { await Task.yield() }
            return EchoWorker.Outcome(echo: request.text)
        }
        let answer = try await slowCall(fixture)
        #expect(answer.status == 202)
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        finish.set()
        await answer.afterwards?()
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(fixture.worker.performed == ["hello"])
        #expect(fixture.queue.sent == [])
    }

    @Test("when the work behind a 202 fails for a passing reason, the job goes to the queue")
    func slowAndReleased() async throws {
        let finish = Flag()
        let fixture = try EchoFixture { _, _ throws(JobError) in
            while !finish.isSet { await Task.yield() }
            throw .throttled
        }
        let answer = try await slowCall(fixture)
        #expect(answer.status == 202)
        finish.set()
        await answer.afterwards?()
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "processing")
        #expect(fixture.queue.sent.count == 1)
    }

    @Test("work behind a 202 that fails and can't be handed over does not stay processing")
    func slowAndNotHandedOver() async throws {
        let finish = Flag()
        let fixture = try EchoFixture(queue: RecordingQueue(failure: .deadlineExceeded)) { _, _ throws(JobError) in
            while !finish.isSet { await Task.yield() }
            throw .throttled
        }
        let answer = try await slowCall(fixture)
        finish.set()
        await answer.afterwards?()
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    @Test("without a queue, work behind a 202 that fails leaves a failed record")
    func slowWithoutQueue() async throws {
        let finish = Flag()
        let fixture = try EchoFixture(queue: RecordingQueue(isConfigured: false)) { _, _ throws(JobError) in
            while !finish.isSet { await Task.yield() }
            throw .throttled
        }
        let answer = try await slowCall(fixture)
        finish.set()
        await answer.afterwards?()
        #expect(fixture.table.text("status", of: "s-1", "u-1") == "failed")
    }

    @Test("a record is read back by its user, and by nobody else")
    func read() async throws {
        let fixture = try EchoFixture()
        _ = try await fixture.call("POST", "/echoes", body: body)
        let own = try await fixture.call("GET", "/echoes/s-1", user: "u-1")
        #expect(own.status == 200)
        #expect(
            own.body == ["session_id": "s-1", "status": "completed", "created_at": 1_800_000_000, "echo": "hello"])
        #expect(try await fixture.call("GET", "/echoes/s-1", user: "u-2").status == 404)
        #expect(try await fixture.call("GET", "/echoes/s-1", query: ["user_id": "u-1"]).status == 200)
        #expect(try await fixture.call("GET", "/echoes/s-1").errorCode == "invalid_request")
    }

    @Test("a failed job shows its code and message")
    func readFailed() async throws {
        let fixture = try EchoFixture { _, _ throws(JobError) in throw .blocked }
        _ = try await fixture.call("POST", "/echoes", body: body)
        let answer = try await fixture.call("GET", "/echoes/s-1", user: "u-1")
        #expect(answer.body["status"] == "failed")
        #expect(answer.body["error"] == ["code": "unprocessable", "message": "The content was blocked."])
    }

    @Test("unknown paths and methods are told apart")
    func routing() async throws {
        let fixture = try EchoFixture()
        #expect(try await fixture.call("GET", "/else").status == 404)
        let answer = try await fixture.call("DELETE", "/echoes/s-1")
        #expect(answer.status == 405)
        #expect(answer.headers?["Allow"]?.stringValue == "GET, HEAD, OPTIONS")
    }
}
