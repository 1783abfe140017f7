import Base
import FoundationEssentials
import TestSupport

@testable import BandUpCore

/// Stored indexes, with the checksum put right: without it, nearly all input would end there.
struct DocumentIndexTarget: FuzzTarget {
    static let name = "indexes"

    private let space = EmbeddingSpace(modelID: "m", dimensions: 4)

    var seeds: [FuzzInput] {
        get throws {
            try [0, 1, 5, 20].map { count in
                var vectors = EmbeddingMatrix(dimensions: space.dimensions)
                for row in 0..<count { try vectors.set([1, Float(row), 0.5, -Float(row % 3)], row: row) }
                let chunks = (0..<(count * 2)).map { index in
                    Chunk(
                        index: index, text: "Vectors of núi lửa \(index % max(1, count))", firstPage: index + 1,
                        lastPage: index + 2, start: index * 20)
                }
                let index = try DocumentIndex(
                    modelID: space.modelID, chunks: chunks, rows: chunks.map { $0.index % max(1, count) },
                    vectors: vectors)
                return .bytes(Array(try index.bytes()))
            }
        }
    }

    func run(_ input: [UInt8]) async throws -> Outcome {
        let bytes = sealed(input)
        let index: DocumentIndex
        do {
            index = try DocumentIndex(Data(bytes), in: space)
        } catch {
            return Outcome(error.logDescription)
        }
        try promise(try index.bytes().elementsEqual(bytes), "an index reads back as another")
        try promise(
            index.leaders.count == index.vectors.rowCount && index.rows.allSatisfy(index.leaders.indices.contains),
            "a chunk without a vector")
        let query = try DocumentQuery([[1, 2, 0, 0], [0, 0, 1, 0]], in: space)
        let passages = try query.passages(of: index)
        try promise(passages.count <= 6 && Set(passages.map(\.index)).count == passages.count, "a passage twice")
        return Outcome(min(index.chunks.count, 40), min(index.vectors.rowCount, 40), passages.count)
    }

    private func sealed(_ input: [UInt8]) -> [UInt8] {
        guard input.count >= DocumentIndex.checkedStart else { return input }
        let checksum = CRC32.checksum(input[DocumentIndex.checkedStart...])
        var bytes = input
        for byte in 0..<4 { bytes[8 + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * byte)) }
        return bytes
    }
}
