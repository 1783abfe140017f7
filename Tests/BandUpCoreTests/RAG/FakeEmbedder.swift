import Base
import Synchronization
import TestSupport

@testable import BandUpCore

/// Embeds by hashing words, so that texts with the same words are near; notes what it was asked.
final class FakeEmbedder: TextEmbedder {
    static let dimensions = 64

    struct Failure: Error {}

    struct Seen: Sendable {
        var texts: [String] = []
        var inFlight = 0
        var maxInFlight = 0
        var cancelled = 0
    }

    let modelID = "hashed-words"

    private let seen = Mutex(Seen())
    private let behaviour: @Sendable (_ call: Int, _ text: String) async throws -> Void

    /// - Parameter behaviour: runs before each answer, with the call's number from 1.
    init(behaviour: @escaping @Sendable (_ call: Int, _ text: String) async throws -> Void = { _, _ in }) {
        self.behaviour = behaviour
    }

    var record: Seen { seen.withLock { $0 } }

    func embed(_ text: String, deadline: Deadline) async throws -> [Float] {
        let call = seen.withLock { seen in
            seen.texts.append(text)
            seen.inFlight += 1
            seen.maxInFlight = max(seen.maxInFlight, seen.inFlight)
            return seen.texts.count
        }
        defer { seen.withLock { $0.inFlight -= 1 } }
        do {
            try await behaviour(call, text)
        } catch is CancellationError {
            seen.withLock { $0.cancelled += 1 }
            throw CancellationError()
        }
        return Self.vector(text)
    }

    static func vector(_ text: String) -> [Float] {
        var vector = [Float](repeating: 0, count: dimensions)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
            // FNV-1a; Swift's own hash differs from run to run.
            let hash = word.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            var mixed = SeededGenerator(seed: hash)
            vector[Int.random(in: 0..<dimensions, using: &mixed)] += 1
        }
        return vector
    }
}
