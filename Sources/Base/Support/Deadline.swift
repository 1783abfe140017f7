package import FoundationEssentials

/// The moment by which work must have ended. Every timeout and every retry is taken out of what remains of it.
package struct Deadline: Sendable, Hashable, Comparable {
    package let date: Date

    package init(_ date: Date) {
        self.date = date
    }

    /// From Lambda's `Lambda-Runtime-Deadline-Ms` header: milliseconds since 1970.
    package init(millisecondsSince1970 milliseconds: Int64) {
        date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    package static func after(_ duration: Duration, on clock: some WallClock) -> Deadline {
        Deadline(clock.now.addingTimeInterval(duration.seconds))
    }

    /// What is left, never negative.
    package func remaining(on clock: any WallClock) -> Duration {
        .seconds(max(0, date.timeIntervalSince(clock.now)))
    }

    package func hasPassed(on clock: any WallClock) -> Bool {
        clock.now >= date
    }

    /// An earlier deadline that leaves `reserve` for what has to follow, such as writing the outcome.
    package func reserving(_ reserve: Duration) -> Deadline {
        Deadline(date.addingTimeInterval(-reserve.seconds))
    }

    package static func < (lhs: Deadline, rhs: Deadline) -> Bool {
        lhs.date < rhs.date
    }
}

extension Duration {
    /// The duration in seconds, for `Date` arithmetic and C libraries.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// The duration in whole milliseconds, rounded down.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
