/// A piece of work that can be done any number of times.
struct Measurement: Sendable {
    let name: String
    /// Does the work so many times. What it gives must depend on the work, or the compiler leaves the work out.
    let run: @Sendable (_ count: Int) async throws -> Int

    init(_ name: String, _ run: @escaping @Sendable (_ count: Int) async throws -> Int) {
        self.name = name
        self.run = run
    }

    /// Microseconds for each.
    func time(_ count: Int) async throws -> Double {
        let start = ContinuousClock.now
        let result = try await run(count)
        let taken = ContinuousClock.now - start
        precondition(result > 0, "\(name) did nothing")
        return taken / .microseconds(1) / Double(count)
    }
}
