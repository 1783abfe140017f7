import FoundationEssentials
import TestSupport

/// How long and from where a campaign runs: `FUZZ_INPUTS`, `FUZZ_SEED`, `FUZZ_FOLDER` and `FUZZ_REPLAY`.
struct FuzzSettings {
    /// Inputs for each target.
    let inputs: Int
    /// The same seed gives the same inputs.
    let seed: UInt64
    /// Where the input under way and what was found are written; nil for nowhere.
    let folder: String?
    /// A file with one input to run instead of all others.
    let replay: String?

    static let standard = FuzzSettings(ProcessInfo.processInfo.environment)

    /// A few hundred inputs from a fixed seed: enough for every change to be tried in seconds.
    init(_ environment: [String: String]) {
        inputs = environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 400
        seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_121
        folder = environment["FUZZ_FOLDER"]
        replay = environment["FUZZ_REPLAY"]
    }
}
