import Foundation
import TestSupport
import Testing

@testable import Base

@Suite struct DeadlineTests {
    private let clock = TestClock(Date(timeIntervalSince1970: 1000))

    @Test("Lambda's milliseconds are a time of day, and what remains is never negative")
    func remaining() {
        let deadline = Deadline(millisecondsSince1970: 1_002_500)
        #expect(deadline.remaining(on: clock) == .milliseconds(2500))
        #expect(!deadline.hasPassed(on: clock))
        let past = Deadline(millisecondsSince1970: 999_999)
        #expect(past.remaining(on: clock) == .zero)
        #expect(past.hasPassed(on: clock))
        #expect(Deadline(millisecondsSince1970: 1_000_000).hasPassed(on: clock))
    }

    @Test("a reserve comes off the end")
    func reserve() {
        let deadline = Deadline.after(.seconds(10), on: clock)
        #expect(deadline.reserving(.seconds(4)).remaining(on: clock) == .seconds(6))
        #expect(deadline.reserving(.seconds(11)).remaining(on: clock) == .zero)
        #expect(deadline.reserving(.seconds(1)) < deadline)
    }

    @Test("no deadline that the Runtime API could send brings the arithmetic down", arguments: [Int64.min, 0, .max])
    func extremes(milliseconds: Int64) {
        #expect(Deadline(millisecondsSince1970: milliseconds).remaining(on: clock) >= .zero)
    }

    @Test("durations convert to seconds and whole milliseconds")
    func units() {
        #expect(Duration.milliseconds(1500).seconds == 1.5)
        #expect(Duration.microseconds(1999).milliseconds == 1)
        #expect(Duration.seconds(86400).milliseconds == 86_400_000)
    }

    @Test("the system's clock sleeps, and wakes up when cancelled")
    func systemClock() async {
        let sleep = Task { try await SystemClock().sleep(for: .seconds(600)) }
        sleep.cancel()
        await #expect(throws: CancellationError.self) { try await sleep.value }
    }
}
