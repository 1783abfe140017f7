import BandUpCore
import BandUpLambda
import Base
import TestSupport
import Testing

@testable import BandUpJobs

@Suite("Work with a deadline") struct WithDeadlineTests {
    private let clock = TestClock()

    private func run(
        within duration: Duration = .seconds(10),
        _ operation: @escaping @Sendable () async throws(JobError) -> String
    ) async throws(JobError) -> String {
        try await withDeadline(.after(duration, on: clock), on: clock, operation)
    }

    @Test("work that ends in time gives its value or its own error")
    func inTime() async throws {
        #expect(try await run { () throws(JobError) in "done" } == "done")
        let error = await #expect(throws: JobError.self) { try await run { () throws(JobError) in throw .blocked } }
        #expect(error?.failure.code == .unprocessable)
    }

    @Test("work that fails because its time is over is late, not broken")
    func late() async throws {
        let clock = clock
        let work = Task {
            try await run { () async throws(JobError) in
                do {
                    try await clock.sleep(for: .seconds(1000))
                } catch {
                    let cause = ConfigurationError(variable: "A", problem: "b")
                    throw .permanent(JobFailure(.modelError, "cancelled", cause: cause))
                }
                return "never"
            }
        }
        await clock.awaitSleepers(2)
        clock.advance(by: .seconds(10))
        let error = await #expect(throws: JobError.self) { try await work.value }
        #expect(error?.failure.code == .deadlineExceeded)
        #expect(error?.failure.cause is ConfigurationError)
        #expect(error?.isTransient == true)
    }

    @Test("a value that comes in the last moment is not thrown away")
    func lastMoment() async throws {
        let finish = Flag()
        async let result = run { () async throws(JobError) in
            while !finish.isSet { await Task.yield() }
            return "paid"
        }
        await clock.awaitSleepers(1)
        clock.advance(by: .seconds(10))
        finish.set()
        #expect(try await result == "paid")
    }

    @Test("a deadline that has passed cancels at once")
    func passed() async throws {
        let clock = clock
        let error = await #expect(throws: JobError.self) {
            try await run(within: .zero) { () async throws(JobError) in
                do {
                    try await clock.sleep(for: .seconds(1000))
                    return "never"
                } catch {
                    throw .blocked
                }
            }
        }
        #expect(error?.failure.code == .deadlineExceeded)
    }
}
