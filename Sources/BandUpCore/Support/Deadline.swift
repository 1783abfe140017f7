import FoundationEssentials

/// The moment by which work must have ended. Every timeout and every retry is taken out of what remains of it.
public struct Deadline: Sendable, Hashable, Comparable {
    public let date: Date

    public init(_ date: Date) {
        self.date = date
    }

    /// From Lambda's `Lambda-Runtime-Deadline-Ms` header: milliseconds since 1970.
    public init(millisecondsSince1970 milliseconds: Int64) {
        date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    public static func after(_ duration: Duration, on clock: some WallClock) -> Deadline {
        Deadline(clock.now.addingTimeInterval(duration.seconds))
    }

    /// What is left, never negative.
    public func remaining(on clock: any WallClock) -> Duration {
        .seconds(max(0, date.timeIntervalSince(clock.now)))
    }

    public func hasPassed(on clock: any WallClock) -> Bool {
        clock.now >= date
    }

    /// An earlier deadline that leaves `reserve` for what has to follow, such as writing the outcome.
    public func reserving(_ reserve: Duration) -> Deadline {
        Deadline(date.addingTimeInterval(-reserve.seconds))
    }

    public static func < (lhs: Deadline, rhs: Deadline) -> Bool {
        lhs.date < rhs.date
    }
}

extension Duration {
    /// The duration in seconds, for `Date` arithmetic and C libraries.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// The duration in whole milliseconds, rounded down.
    public var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
