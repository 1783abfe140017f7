/// Positions spread evenly over a sequence.
enum EvenSpread {
    /// At most `count` different positions of `0..<total`, ascending; the first and the last are among them where two
    /// or more are asked for.
    static func positions(_ count: Int, of total: Int) -> [Int] {
        let chosen = min(count, total)
        guard chosen > 1 else { return Array(0..<max(0, chosen)) }
        // Rounded to the nearest; steps are at least 1, so no position comes twice.
        return (0..<chosen).map { ($0 * (total - 1) * 2 + (chosen - 1)) / ((chosen - 1) * 2) }
    }
}
