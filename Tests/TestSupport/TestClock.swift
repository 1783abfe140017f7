import BandUpCore
import BandUpJobs
import BandUpLambda
import Base
import Examining
package import FoundationEssentials
import Synchronization

/// A clock that stands still until it is turned; its sleepers wake when their time is reached, or at once when
/// cancelled.
package final class TestClock: WallClock {
    private struct State {
        var now: Date
        var sleepers: [(id: Int, wake: Date, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextID = 0
    }

    private let state: Mutex<State>

    package init(_ now: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
        state = Mutex(State(now: now))
    }

    package var now: Date { state.withLock { $0.now } }

    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now.addTimeInterval(duration.seconds)
            let due = state.sleepers.filter { $0.wake <= state.now }
            state.sleepers.removeAll { $0.wake <= state.now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Returns once `count` tasks sleep on this clock: then it can be turned without missing one of them.
    package func awaitSleepers(_ count: Int) async {
        while state.withLock({ $0.sleepers.count }) < count { await Task.yield() }
    }

    package func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state in
                    guard duration > .zero, !Task.isCancelled else { return true }
                    state.sleepers.append((id, state.now.addingTimeInterval(duration.seconds), continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                let index = state.sleepers.firstIndex { $0.id == id }
                return index.map { state.sleepers.remove(at: $0) }
            }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }
}
