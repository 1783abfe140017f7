/// Vectors as the rows of one contiguous matrix, scaled to length 1 so that a dot product is the cosine.
public struct EmbeddingMatrix: Sendable {
    package let dimensions: Int
    /// One more than the highest row that was set.
    package private(set) var rowCount = 0
    private var values: [Float] = []

    /// A row and its cosine with the query, -1 to 1.
    public struct Match: Sendable, Hashable {
        package let row: Int
        package let score: Float
    }

    public init(dimensions: Int) {
        self.dimensions = max(1, dimensions)
    }

    /// Sets a row, in any order; rows not set are zero and match nothing.
    public mutating func set(_ vector: [Float], row: Int) throws(EmbeddingError) {
        guard vector.count == dimensions else {
            throw .wrongDimensions(expected: dimensions, received: vector.count)
        }
        let square = vector.withUnsafeBufferPointer { dotProduct($0, $0) }
        guard square.isFinite else { throw .notFinite }
        if row >= rowCount {
            rowCount = row + 1
            values.append(contentsOf: repeatElement(0, count: rowCount * dimensions - values.count))
        }
        let scale = square > 0 ? 1 / square.squareRoot() : 0
        for index in 0..<dimensions { values[row * dimensions + index] = vector[index] * scale }
    }

    /// The rows nearest to row `query`, best first; of equal ones the earlier first.
    public func nearest(_ count: Int, toRow query: Int, among rows: Range<Int>) -> [Match] {
        let candidates = rows.clamped(to: 0..<rowCount)
        guard (0..<rowCount).contains(query) else { return [] }
        var best = BoundedHeap<Match>(capacity: count) { ($0.score, $1.row) < ($1.score, $0.row) }
        values.withUnsafeBufferPointer { values in
            let target = UnsafeBufferPointer(rebasing: values[(query * dimensions)..<((query + 1) * dimensions)])
            for row in candidates where row != query {
                let vector = UnsafeBufferPointer(rebasing: values[(row * dimensions)..<((row + 1) * dimensions)])
                best.insert(Match(row: row, score: dotProduct(target, vector)))
            }
        }
        return best.descending()
    }

    /// The cosine of two rows that were set.
    func cosine(_ one: Int, _ other: Int) -> Float {
        values.withUnsafeBufferPointer { values in
            dotProduct(
                UnsafeBufferPointer(rebasing: values[(one * dimensions)..<((one + 1) * dimensions)]),
                UnsafeBufferPointer(rebasing: values[(other * dimensions)..<((other + 1) * dimensions)]))
        }
    }
}
