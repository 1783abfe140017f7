import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Finishing a job") struct JobFinisherTests {
    private let clock = SteppingClock()
    private let recovery = FakeRecoveryStore()

    private func claimed(
        _ http: RefusingTable, log: LogRecorder = LogRecorder(), within time: Duration = .seconds(60)
    ) async throws -> (JobFinisher, ClaimedJob) {
        let table = JobTable(name: "t", idAttribute: "evaluation_id")
        let client = AWSClient(service: .dynamoDB, configuration: .test(), http: http, clock: clock)
        let store = DynamoDBJobStore(client: DynamoDBClient(client: client), table: table, clock: clock)
        let outcome = try await store.claim(
            try jobKey(), contentHash: "h", jobID: nil, expires: clock.now.addingTimeInterval(1000), isLast: false,
            deadline: .after(time, on: clock))
        guard case .claimed(let claim) = outcome else { throw Unfit(text: "\(outcome)") }
        let job = ClaimedJob(
            claim: claim, contentHash: "h", deadline: .after(time, on: clock), logger: log.logger(),
            isLastAttempt: { false })
        return (JobFinisher(store: store, recovery: recovery, clock: clock), job)
    }

    @Test("a table that is down for a while gets the result later, and the kept copy goes")
    func later() async throws {
        let http = RefusingTable(.down, count: 7)
        let (finisher, job) = try await claimed(http)
        try await finisher.complete(job, EchoWorker.Outcome(echo: "hello"))
        #expect(http.table.text("status", of: "s-1", "u-1") == "completed")
        #expect(recovery.keptCount == 0)
    }

    @Test("a table that stays down ends with the deadline, with the result kept once")
    func never() async throws {
        let log = LogRecorder()
        let (finisher, job) = try await claimed(RefusingTable(.down), log: log)
        let error = await #expect(throws: JobStoreError.self) {
            try await finisher.complete(job, EchoWorker.Outcome(echo: "hello"))
        }
        guard case .unavailable? = error else {
            Issue.record("not unavailable")
            return
        }
        #expect(recovery.keptCount == 1)
        #expect(clock.now <= job.deadline.date)
        #expect(clock.pauses.allSatisfy { $0 <= .seconds(8) })
        #expect(log.text.contains("not stored yet"))
        #expect(!log.text.contains("hello"))
    }

    @Test("a refusal that waiting does not change is not waited for")
    func denied() async throws {
        let (finisher, job) = try await claimed(RefusingTable(.denied))
        await #expect(throws: JobStoreError.self) {
            try await finisher.complete(job, EchoWorker.Outcome(echo: "hello"))
        }
        #expect(clock.pauses.isEmpty)
        #expect(recovery.keptCount == 1)
    }

    @Test("a recovery store that fails as well is reported, and does not hide the first error")
    func bothDown() async throws {
        let log = LogRecorder()
        let (_, job) = try await claimed(RefusingTable(.denied), log: log)
        let broken = S3RecoveryStore(
            client: S3Client(FakeHTTPService { _ in HTTPResponse(status: 403) }), bucket: "bucket", table: "t")
        let client = AWSClient(
            service: .dynamoDB, configuration: .test(), http: RefusingTable(.denied), clock: clock)
        let store = DynamoDBJobStore(
            client: DynamoDBClient(client: client), table: JobTable(name: "t", idAttribute: "evaluation_id"),
            clock: clock)
        let finisher = JobFinisher(store: store, recovery: broken, clock: clock)
        await #expect(throws: JobStoreError.self) {
            try await finisher.complete(job, EchoWorker.Outcome(echo: "hello"))
        }
        #expect(log.text.contains("the recovery store can't be written"))
        let again = ClaimedJob(
            claim: JobClaim(key: job.claim.key, attempt: 2), contentHash: "h", deadline: job.deadline,
            logger: log.logger(), isLastAttempt: { false })
        #expect(await finisher.recovered(again) as EchoWorker.Outcome? == nil)
        #expect(log.text.contains("the recovery store can't be read"))
    }

    @Test("what was kept and can't be read any more is as good as nothing")
    func unreadable() async throws {
        let (finisher, job) = try await claimed(RefusingTable(.denied))
        try await recovery.keep(
            Data(#"{"other":{"S":"x"}}"#.utf8), of: job.claim.key, contentHash: "h", deadline: job.deadline)
        let again = ClaimedJob(
            claim: JobClaim(key: job.claim.key, attempt: 2), contentHash: "h", deadline: job.deadline,
            logger: job.logger, isLastAttempt: { false })
        #expect(await finisher.recovered(again) as EchoWorker.Outcome? == nil)
    }
}

@Suite("The recovery store") struct S3RecoveryStoreTests {
    private let deadline = Deadline.after(.seconds(60), on: SteppingClock())

    @Test("an outcome is stored under its job and content, fetched, and removed")
    func life() async throws {
        let http = FakeHTTPService.storage()
        let store = S3RecoveryStore(client: S3Client(http), bucket: "bucket", table: "bandup-evaluations")
        let key = try jobKey("s-1", user: "u-1")
        #expect(try await store.outcome(of: key, contentHash: "h", deadline: deadline) == nil)
        try await store.keep(Data("{}".utf8), of: key, contentHash: "h", deadline: deadline)
        #expect(http.requests.last?.path == "/recovery/bandup-evaluations/u-1/s-1/h.json")
        #expect(try await store.outcome(of: key, contentHash: "h", deadline: deadline) == Data("{}".utf8))
        #expect(try await store.outcome(of: key, contentHash: "other", deadline: deadline) == nil)
        #expect(try await store.outcome(of: jobKey("s-1", user: "u-2"), contentHash: "h", deadline: deadline) == nil)
        try await store.remove(key, contentHash: "h", deadline: deadline)
        try await store.remove(key, contentHash: "h", deadline: deadline)
        #expect(try await store.outcome(of: key, contentHash: "h", deadline: deadline) == nil)
    }

    @Test("an outcome larger than any item is not read")
    func tooLarge() async throws {
        let http = FakeHTTPService { _ in HTTPResponse(status: 200, body: Data(count: 400 << 10 + 1)) }
        let store = S3RecoveryStore(client: S3Client(http), bucket: "bucket", table: "t")
        let error = await #expect(throws: AWSError.self) {
            try await store.outcome(of: try jobKey(), contentHash: "h", deadline: deadline)
        }
        #expect(error?.isTooLarge == true)
    }
}
