import FoundationEssentials
import Synchronization

@testable import BandUpCore

/// A clock that stands still but for sleeping, which takes no time and moves it on.
final class SteppingClock: WallClock {
    private let state: Mutex<(now: Date, pauses: [Duration])>

    init(_ start: Date = AWSConfiguration.testDate) {
        state = Mutex((start, []))
    }

    var now: Date { state.withLock { $0.now } }
    /// How long was slept, each time.
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func advance(by duration: Duration) {
        state.withLock { $0.now.addTimeInterval(duration.seconds) }
    }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.pauses.append(duration)
            state.now.addTimeInterval(duration.seconds)
        }
    }
}
