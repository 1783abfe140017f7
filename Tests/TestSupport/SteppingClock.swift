import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
package import FoundationEssentials
import Synchronization

/// A clock that stands still but for sleeping, which takes no time and moves it on. For what waits by itself between
/// tries; work that is raced against a time limit needs `TestClock`.
package final class SteppingClock: WallClock {
    private let state: Mutex<(now: Date, pauses: [Duration])>

    package init(_ start: Date = AWSConfiguration.testDate) {
        state = Mutex((start, []))
    }

    package var now: Date { state.withLock { $0.now } }
    /// How long was slept, each time.
    package var pauses: [Duration] { state.withLock { $0.pauses } }

    package func advance(by duration: Duration) {
        state.withLock { $0.now.addTimeInterval(duration.seconds) }
    }

    package func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.pauses.append(duration)
            state.now.addTimeInterval(duration.seconds)
        }
    }
}
