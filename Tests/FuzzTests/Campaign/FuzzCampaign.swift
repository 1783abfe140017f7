import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore
@testable import BandUpLambda

/// Gives a target its seeds, and then mutations of them until `FuzzSettings.inputs` were tried.
///
/// There is no coverage feedback; an input with a new `Outcome` becomes a seed, which leads as far as the results can be
/// told apart. Everything follows from the seed, so that a campaign can be repeated.
struct FuzzCampaign<Target: FuzzTarget> {
    private let target: Target
    private let settings: FuzzSettings

    /// Seeds beyond the first ones; with more, each is tried too rarely.
    private static var mostAdditions: Int { 4000 }
    /// Of processor time. An input takes a millisecond or less; what takes so much longer has work in it that grows faster than the input.
    private static var longestRun: Duration { .seconds(3) }

    init(_ target: Target, settings: FuzzSettings = .standard) {
        self.target = target
        self.settings = settings
    }

    func run() async throws {
        let notebook = try FuzzNotebook(target: Target.name, folder: settings.folder)
        defer { notebook.close() }
        if let replay = settings.replay {
            try await attempt(Array(Data(contentsOf: URL(filePath: replay))), notebook)
            return
        }
        var corpus = try target.seeds
        let seedCount = corpus.count
        try #require(seedCount > 0)
        var seen: Set<Outcome> = []
        for input in corpus { if let outcome = try await attempt(input.bytes, notebook) { seen.insert(outcome) } }

        var mutator = Mutator(seed: settings.seed)
        var (tried, failures) = (0, 0)
        let start = ContinuousClock.now
        for number in 0..<settings.inputs {
            if number % 256 == 0 { Watchdog.wind() }
            let input = mutator.mutation(of: corpus)
            tried += 1
            guard let outcome = try await attempt(input.bytes, notebook) else {
                failures += 1
                // One fault makes many findings; a dozen are enough to see which.
                if failures == 12 { break }
                continue
            }
            if seen.insert(outcome).inserted, corpus.count < seedCount + Self.mostAdditions { corpus.append(input) }
        }
        Watchdog.stop()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        if settings.folder != nil {
            print(
                "fuzz | \(Target.name) | \(tried) inputs | \(Int(seconds)) s | "
                    + "\(Int(Double(tried) / max(seconds, 1))) a second | \(seedCount) seeds | "
                    + "\(seen.count) outcomes | \(failures) failures")
        }
    }

    /// Nil where a promise was broken, which is recorded.
    @discardableResult
    private func attempt(_ input: [UInt8], _ notebook: borrowing FuzzNotebook) async throws -> Outcome? {
        notebook.note(input)
        do {
            let start = Watchdog.processorTime
            let outcome = try await target.run(input)
            try promise(Watchdog.processorTime - start < Self.longestRun, "took \(Watchdog.processorTime - start)")
            return outcome
        } catch {
            let place = notebook.keep(input)
            let text = Data(input.prefix(6000)).base64EncodedString()
            Issue.record(
                "\(Target.name), seed \(settings.seed): \(error)\n\(place.map { "in \($0)\n" } ?? "")base64: \(text)")
            return nil
        }
    }
}
