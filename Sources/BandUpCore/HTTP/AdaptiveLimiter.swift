package import Base
import FoundationEssentials
import Synchronization

/// Bounds the calls in flight to a service, all callers together, and finds out how many the service takes.
///
/// When a call is throttled the bound is halved, all calls wait for the same moment, and the call is repeated; each call
/// that succeeds raises the bound a little, by one after as many as it allows, up to the maximum (additive increase,
/// multiplicative decrease, as TCP does). Callers that retry each for itself would keep a throttled service throttled.
///
/// A class because all callers share it; the mutex guards its one state.
package final class AdaptiveLimiter: Sendable {
    private struct State {
        var bound: Double
        var inFlight = 0
        /// No call begins before.
        var opens: Date?
        var pause = AdaptiveLimiter.firstPause
        /// Grows with every throttling that counted, to tell calls apart that were under way before it.
        var epoch = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var nextID = 0
    }

    private static let firstPause = Duration.milliseconds(250)
    private static let longestPause = Duration.seconds(8)
    /// Refusals of one call before it is given up, after some ten seconds of pauses: the job can come back later, and a
    /// function that waits is paid for.
    private static let maxRefusals = 6

    private let maximum: Double
    private let clock: any WallClock
    private let jitter: @Sendable () -> Double
    private let state: Mutex<State>

    /// - Parameters:
    ///   - maximum: calls in flight at most, and at first.
    ///   - jitter: a random number from 0 to 1, by which share a pause is made longer: other instances pause too.
    package init(
        maximum: Int, clock: any WallClock = SystemClock(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.maximum = Double(max(1, maximum))
        self.clock = clock
        self.jitter = jitter
        state = Mutex(State(bound: Double(max(1, maximum))))
    }

    /// Calls that may be in flight now.
    package var bound: Int { state.withLock { Int($0.bound) } }

    /// Calls `operation` once there is room, and again, up to six times in all, while it is throttled and `deadline`
    /// leaves time.
    /// - Throws: the operation's error; `CancellationError` if the task is cancelled while it waits.
    package func run<Value: Sendable>(
        until deadline: Deadline, _ operation: @Sendable () async throws -> Value
    ) async throws -> Value {
        var refusals = 0
        while true {
            let epoch = try await enter()
            do {
                let value = try await operation()
                leave { state in
                    state.bound = min(maximum, state.bound + 1 / state.bound)
                    if state.epoch == epoch { state.pause = Self.firstPause }
                }
                return value
            } catch {
                guard case .throttled(let wish) = (error as? any RetryClassified)?.retryVerdict else {
                    leave { _ in }
                    throw error
                }
                leave { slowDown(&$0, since: epoch, wish: wish) }
                refusals += 1
                let opens = state.withLock { $0.opens } ?? clock.now
                guard refusals < Self.maxRefusals, opens < deadline.date else { throw error }
                InvocationScope.metrics?.count(.retries)
            }
        }
    }

    private func slowDown(_ state: inout State, since epoch: Int, wish: Duration?) {
        // Of the calls that were in flight together, the first refusal speaks for all; a longer wish counts still.
        let now = clock.now
        if state.epoch == epoch {
            state.epoch += 1
            state.bound = max(1, (state.bound / 2).rounded(.down))
            let pause = state.pause * (1 + jitter())
            state.pause = min(Self.longestPause, state.pause * 2)
            state.opens = max(state.opens ?? now, now.addingTimeInterval(pause.seconds))
        }
        if let wish { state.opens = max(state.opens ?? now, now.addingTimeInterval(wish.seconds)) }
    }

    /// Waits for room.
    /// - Returns: the epoch in which the call begins.
    private func enter() async throws -> Int {
        enum Next { case go(Int), pause(Duration), wait }
        do {
            while true {
                try Task.checkCancellation()
                let now = clock.now
                let next: Next = state.withLock { state in
                    if let opens = state.opens, opens > now { return .pause(.seconds(opens.timeIntervalSince(now))) }
                    guard state.inFlight < Int(state.bound) else { return .wait }
                    state.inFlight += 1
                    return .go(state.epoch)
                }
                switch next {
                case .go(let epoch): return epoch
                case .pause(let duration): try await clock.sleep(for: duration)
                case .wait: await waitForRoom()
                }
            }
        } catch {
            // It may have been woken to take the room that it leaves now.
            wake()
            throw error
        }
    }

    private func waitForRoom() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !Task.isCancelled, state.inFlight >= Int(state.bound) else { return true }
                    state.waiting.append((id, continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
            }
            cancelled?.continuation.resume()
        }
    }

    private func leave(_ change: (inout State) -> Void) {
        state.withLock { state in
            state.inFlight -= 1
            change(&state)
        }
        wake()
    }

    /// Wakes as many as there is room for; whoever finds none waits again.
    private func wake() {
        let woken = state.withLock { state in
            let room = max(0, Int(state.bound) - state.inFlight)
            defer { state.waiting.removeFirst(min(room, state.waiting.count)) }
            return state.waiting.prefix(room)
        }
        for one in woken { one.continuation.resume() }
    }
}
