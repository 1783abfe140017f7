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

    /// - Parameter values: of a whole number of rows, each scaled.
    init(values: [Float], dimensions: Int) {
        self.init(dimensions: dimensions)
        rowCount = values.count / self.dimensions
        self.values = values
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

    /// The rows nearest to a row of another matrix, or of this one, best first; of equal ones the earlier first.
    ///
    /// - Parameter queries: of as many dimensions.
    public func nearest(_ count: Int, toRow query: Int, of queries: EmbeddingMatrix) -> [Match] {
        guard (0..<queries.rowCount).contains(query), queries.dimensions == dimensions else { return [] }
        var best = BoundedHeap<Match>(capacity: count) { ($0.score, $1.row) < ($1.score, $0.row) }
        values.withUnsafeBufferPointer { values in
            queries.values.withUnsafeBufferPointer { queries in
                let target = UnsafeBufferPointer(rebasing: queries[(query * dimensions)..<((query + 1) * dimensions)])
                for row in 0..<rowCount {
                    let vector = UnsafeBufferPointer(rebasing: values[(row * dimensions)..<((row + 1) * dimensions)])
                    best.insert(Match(row: row, score: dotProduct(target, vector)))
                }
            }
        }
        return best.descending()
    }

    /// A matrix of these rows, in this order, to the bit as they are here.
    ///
    /// - Parameter rows: all of them below `rowCount`.
    func rows(_ rows: [Int]) -> EmbeddingMatrix {
        let chosen = rows.flatMap { row in values[(row * dimensions)..<((row + 1) * dimensions)] }
        return EmbeddingMatrix(values: chosen, dimensions: dimensions)
    }

    mutating func removeRows(from end: Int) {
        guard (0..<rowCount).contains(end) else { return }
        values.removeLast((rowCount - end) * dimensions)
        rowCount = end
    }

    /// The cosine of two rows that were set.
    func cosine(_ one: Int, _ other: Int) -> Float {
        values.withUnsafeBufferPointer { values in
            dotProduct(
                UnsafeBufferPointer(rebasing: values[(one * dimensions)..<((one + 1) * dimensions)]),
                UnsafeBufferPointer(rebasing: values[(other * dimensions)..<((other + 1) * dimensions)]))
        }
    }

    /// All rows, one behind the other.
    func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        values.withUnsafeBufferPointer(body)
    }
}
