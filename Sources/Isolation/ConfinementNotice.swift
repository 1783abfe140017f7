import Synchronization

/// What confines children in this process, to be told once.
public final class ConfinementNotice: Sendable {
    private let isTaken = Atomic(false)

    public init() {}

    /// Probes at the first call; nil at every later one.
    public func take() -> Confinement? {
        isTaken.exchange(true, ordering: .relaxed) ? nil : .probe()
    }
}
