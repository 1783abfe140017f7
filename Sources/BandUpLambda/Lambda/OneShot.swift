import BandUpCore
import Base
import Synchronization

/// A value that several parties may settle and one waits for: the first to settle it wins.
///
/// It lets a wait end when its time limit or its cancellation says so, whether or not the party that should deliver the
/// value ever speaks up. A class because all parties share it; the mutex guards its one state.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case settled(Value)
        case delivered
    }

    private let state = Mutex(State.open)

    /// Does nothing if the value is settled already.
    func settle(_ value: Value) {
        let waiting: CheckedContinuation<Value, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .settled(value)
                return nil
            case .awaited(let continuation):
                state = .delivered
                return continuation
            case .settled, .delivered:
                return nil
            }
        }
        waiting?.resume(returning: value)
    }

    /// Waits for the value. To be called once.
    func value() async -> Value {
        await withCheckedContinuation { continuation in
            let settled: Value? = state.withLock { state in
                guard case .settled(let value) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .delivered
                return value
            }
            if let settled { continuation.resume(returning: settled) }
        }
    }
}
