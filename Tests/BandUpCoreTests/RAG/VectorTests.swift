import Base
import TestSupport
import Testing

@testable import BandUpCore

struct VectorTests {
    @Test("the dot product is right for every length", arguments: 0...70)
    func dot(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let left = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
        let right = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
        let expected = zip(left, right).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let result = left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { dotProduct(left, $0) }
        }
        #expect(abs(Double(result) - expected) < 1e-5)
    }

    @Test("the heap keeps what sorting would put first", arguments: 0..<50)
    func heap(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let capacity = Int.random(in: 0...20, using: &random)
        let numbers = (0..<Int.random(in: 0...200, using: &random)).map { _ in Int.random(in: 0...50, using: &random) }
        var heap = BoundedHeap<Int>(capacity: capacity, by: <)
        for number in numbers { heap.insert(number) }
        #expect(heap.descending() == Array(numbers.sorted(by: >).prefix(capacity)))
    }

    @Test("the nearest rows are those with the greatest cosine, whatever their length, the earlier one of equals first")
    func nearest() throws {
        var matrix = EmbeddingMatrix(dimensions: 2)
        for (row, vector) in [[0, 1], [100, 1], [1, 1], [-5, 0], [2, 2]].enumerated() {
            try matrix.set(vector.map(Float.init), row: row)
        }
        var queries = EmbeddingMatrix(dimensions: 2)
        try queries.set([0.1, 0], row: 0)
        let matches = matrix.nearest(3, toRow: 0, of: queries)
        #expect(matches.map(\.row) == [1, 2, 4])
        #expect(abs(matches[1].score - Float(0.5).squareRoot()) < 1e-6)
        #expect(matrix.nearest(9, toRow: 0, of: queries).map(\.row) == [1, 2, 4, 0, 3])
        #expect(matrix.nearest(3, toRow: 1, of: queries).isEmpty)
        #expect(EmbeddingMatrix(dimensions: 3).nearest(3, toRow: 0, of: queries).isEmpty)
    }

    @Test("rows may be set in any order; a vector without direction matches nothing better than zero")
    func rows() throws {
        var matrix = EmbeddingMatrix(dimensions: 3)
        try matrix.set([0, 0, 2], row: 2)
        try matrix.set([0, 0, 0], row: 0)
        try matrix.set([0, 3, 4], row: 1)
        #expect(matrix.rowCount == 3)
        #expect(matrix.nearest(3, toRow: 2, of: matrix).map(\.row) == [2, 1, 0])
        #expect(matrix.nearest(3, toRow: 2, of: matrix).map(\.score) == [1, 0.8, 0])
    }

    @Test("a vector of another length or without numbers is refused")
    func invalid() {
        var matrix = EmbeddingMatrix(dimensions: 3)
        #expect(throws: EmbeddingError.wrongDimensions(expected: 3, received: 2)) { try matrix.set([1, 2], row: 0) }
        #expect(throws: EmbeddingError.notFinite) { try matrix.set([1, .nan, 0], row: 0) }
        #expect(throws: EmbeddingError.notFinite) { try matrix.set([1, .infinity, 0], row: 0) }
        #expect(matrix.rowCount == 0)
    }

    @Test(
        "positions are spread evenly from first to last",
        arguments: [
            (10, 0, []), (10, 1, [0]), (1, 5, [0]), (2, 5, [0, 4]), (3, 5, [0, 2, 4]), (10, 4, [0, 1, 2, 3]),
            (10, 10, Array(0..<10)), (10, 15, [0, 2, 3, 5, 6, 8, 9, 11, 12, 14]), (0, 5, []),
        ])
    func spread(count: Int, total: Int, expected: [Int]) {
        #expect(EvenSpread.positions(count, of: total) == expected)
    }

    @Test("keywords that occur together make a query together")
    func queries() {
        let keywords = ["water", "sleep", "river", "dream", "flood", "night", "dam", "pillow", "spare"]
        let water: UInt64 = 0b0_0101_0101
        let sleep: UInt64 = 0b0_1010_1010
        let queries = QueryBuilder.queries(5, keywords: keywords, masks: [water, sleep, sleep, water, 0])
        #expect(queries == ["water river flood dam", "sleep dream night pillow", "spare"])
        #expect(QueryBuilder.queries(1, keywords: keywords, masks: [water]).count == 1)
        #expect(QueryBuilder.queries(5, keywords: [], masks: [0]).isEmpty)
    }
}
