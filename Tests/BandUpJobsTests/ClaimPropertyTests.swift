import BandUpCore
import BandUpLambda
import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpJobs

/// Several invocations fight over one job: they claim, work, crash, freeze and wake, on clocks that disagree, in an order
/// drawn at random. Whatever the order, one of them finishes.
@Suite("Claims under random interleavings") struct ClaimPropertyTests {
    /// One invocation. Its clock may be ahead of or behind the true time by less than the allowed skew.
    private final class Owner {
        let store: DynamoDBJobStore
        let clock: TestClock
        var claim: JobClaim?
        var deadline: Date

        init(table: FakeDynamoDB, start: Date, offset: Double) {
            clock = TestClock(start.addingTimeInterval(offset))
            store = EchoFixture.store(table, clock)
            deadline = clock.now.addingTimeInterval(300)
        }
    }

    @Test("no two owners ever finish one job, and a finished job stays finished", arguments: 0..<20)
    func exclusive(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let table = FakeDynamoDB()
        let start = Date(timeIntervalSince1970: 1_800_000_000)
        let key = try #require(JobID("s-1").flatMap { id in UserID("u-1").map { JobKey(id: id, userID: $0) } })
        let owners = (0..<4).map { _ in
            // Two clocks differ by at most the skew that the claim allows for.
            Owner(table: table, start: start, offset: Double.random(in: 0...4.9, using: &random))
        }
        var finishers: Set<String> = []
        var liveClaims: [String: Date] = [:]
        var trueTime = start

        for _ in 0..<200 {
            let owner = owners[Int.random(in: 0..<owners.count, using: &random)]
            let farDeadline = Deadline(owner.clock.now.addingTimeInterval(1000))
            switch Int.random(in: 0..<10, using: &random) {
            case 0...3 where owner.claim == nil:
                owner.deadline = owner.clock.now.addingTimeInterval(300)
                let outcome = try await owner.store.claim(
                    key, contentHash: "hash", jobID: nil, expires: owner.deadline, isLast: false,
                    deadline: farDeadline)
                guard case .claimed(let claim) = outcome else { break }
                // Nobody else may be inside the time that Lambda lets it live.
                for (other, end) in liveClaims { #expect(end <= trueTime, "\(other) is still alive") }
                #expect(finishers.isEmpty)
                owner.claim = claim
                liveClaims = [claim.owner: trueTime.addingTimeInterval(300)]
            case 4...5:
                guard let claim = owner.claim else { break }
                if (try? await owner.store.complete(
                    claim, outcome: DynamoDBEncoder().item(EchoWorker.Outcome(echo: claim.owner)), deadline: farDeadline
                )) != nil {
                    finishers.insert(claim.owner)
                }
                // Sometimes the answer is taken for lost, and the same is done again.
                if Bool.random(using: &random) {
                    owner.claim = nil
                    liveClaims[claim.owner] = nil
                }
            case 6:
                guard let claim = owner.claim else { break }
                try await owner.store.release(claim, deadline: farDeadline)
                owner.claim = nil
                liveClaims[claim.owner] = nil
            case 7:
                // Killed: the claim is forgotten, the record is not.
                if let claim = owner.claim { liveClaims[claim.owner] = nil }
                owner.claim = nil
            default:
                let step = Double.random(in: 0...200, using: &random)
                trueTime.addTimeInterval(step)
                for owner in owners { owner.clock.advance(by: .seconds(step)) }
            }
            #expect(finishers.count <= 1)
            guard let finisher = finishers.first else { continue }
            #expect(table.text("status", of: "s-1", "u-1") == "completed")
            #expect(table.text("echo", of: "s-1", "u-1") == finisher)
        }
    }
}
