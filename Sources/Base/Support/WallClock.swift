public import FoundationEssentials

/// Reads the time of day and sleeps; the one source of time in the package, so that tests can turn it.
///
/// Lambda's deadline is a time of day (milliseconds since 1970), therefore this is not Swift's monotonic `Clock`.
public protocol WallClock: Sendable {
    var now: Date { get }
    /// Suspends for `duration`; throws `CancellationError` as soon as the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Date { Date() }

    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
