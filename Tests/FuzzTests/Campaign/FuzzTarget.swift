@testable import BandUpCore
@testable import BandUpLambda

/// Something that takes bytes from outside and is held to what it promises about them.
protocol FuzzTarget {
    /// Names the target's files among the findings.
    static var name: String { get }
    /// What real input looks like; mutations begin here.
    var seeds: [FuzzInput] { get throws }

    /// Gives one input to the code.
    ///
    /// - Returns: what kind of thing happened. An input with a result that was not seen before becomes a seed.
    /// - Throws: `BrokenPromise`. A crash or an endless loop ends the process.
    func run(_ input: [UInt8]) async throws -> Outcome
}

/// What happened to an input, as a fingerprint: the cases taken, the counts of what was found.
struct Outcome: Hashable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ parts: Int...) {
        for part in parts { add(part) }
    }

    init(_ text: String) {
        for byte in text.utf8 { add(Int(byte)) }
    }

    mutating func add(_ part: Int) {
        hash = (hash ^ UInt64(bitPattern: Int64(part))) &* 0x0000_0100_0000_01B3
    }

    mutating func add(_ other: Outcome) {
        add(Int(truncatingIfNeeded: other.hash))
    }
}

/// What the code said that it would never do, and did.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Holds the code to a promise.
func promise(_ isKept: Bool, _ description: @autoclosure () -> String) throws(BrokenPromise) {
    guard isKept else { throw BrokenPromise(description()) }
}
