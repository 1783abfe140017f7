import TestSupport

@testable import BandUpCore

/// Makes new inputs out of old ones: of JSON by its structure, of everything by its bytes.
struct Mutator {
    private var random: SeededGenerator
    private let byteMutator = ByteMutator()

    /// No input grows longer; the code's own limits are far above and have tests of their own.
    static let longest = 24_000

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func mutation(of corpus: [FuzzInput]) -> FuzzInput {
        let (original, other) = (random.element(corpus), random.element(corpus))
        guard var tree = original.tree else {
            return .bytes(byteMutator.mutation(of: original.bytes, donor: other.bytes, &random))
        }
        for _ in 0..<(1 + random.below(3)) { tree.mutate(&random, donor: other.tree ?? .raw("0")) }
        let input = FuzzInput(tree, limit: Self.longest)
        // Broken at its edges as well now and then: what is cut off, or has a byte too many.
        guard random.below(8) == 0 else { return input }
        return .bytes(byteMutator.mutation(of: input.bytes, donor: other.bytes, &random))
    }
}

extension RandomNumberGenerator {
    /// From 0 to below `bound`, which is above 0. A little uneven, and fast.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next() >> 33) % bound
    }

    mutating func element<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
