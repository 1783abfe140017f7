import BandUpCore
import Base
import FoundationEssentials

/// Vectors by the texts that they are of, as bytes for the next delivery of a job: a head, then for each the first half of
/// the text's SHA-256 and its numbers, 4 bytes each, least significant first.
///
/// By text and not by chunk: the document may have been replaced meanwhile, and what is no longer in it is not found.
struct KeptEmbeddings: Sendable {
    /// 8 MB of 512 numbers each, which is a document of 3,000 pages; further ones are not kept.
    static let maximumCount = 4000
    private static let magic = Array("BUPE1".utf8)
    private static let hashByteCount = 16

    let dimensions: Int
    private var vectors: [[UInt8]: [Float]] = [:]

    init(dimensions: Int) {
        self.dimensions = dimensions
    }

    /// Nil for bytes of another form, or of vectors of another length.
    init?(_ bytes: Data, dimensions: Int) {
        self.init(dimensions: dimensions)
        let bytes = Array(bytes)
        let head = Self.head(dimensions)
        let size = Self.hashByteCount + dimensions * 4
        guard bytes.starts(with: head), (bytes.count - head.count) % size == 0,
            bytes.count <= Self.maximumByteCount(dimensions: dimensions)
        else { return nil }
        for start in stride(from: head.count, to: bytes.count, by: size) {
            let numbers = start + Self.hashByteCount
            vectors[Array(bytes[start..<numbers])] = (0..<dimensions).map { index in
                let place = numbers + index * 4
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
                return Float(bitPattern: bits)
            }
        }
    }

    var count: Int { vectors.count }

    subscript(text: String) -> [Float]? { vectors[Self.hash(text)] }

    mutating func keep(_ vector: [Float], of text: String) {
        guard vector.count == dimensions, vectors.count < Self.maximumCount else { return }
        vectors[Self.hash(text)] = vector
    }

    var bytes: Data {
        var bytes = Self.head(dimensions)
        bytes.reserveCapacity(bytes.count + vectors.count * (Self.hashByteCount + dimensions * 4))
        for (hash, vector) in vectors {
            bytes += hash
            for number in vector {
                for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> (8 * shift))) }
            }
        }
        return Data(bytes)
    }

    static func maximumByteCount(dimensions: Int) -> Int {
        head(dimensions).count + maximumCount * (hashByteCount + dimensions * 4)
    }

    private static func head(_ dimensions: Int) -> [UInt8] {
        magic + [UInt8(truncatingIfNeeded: dimensions), UInt8(truncatingIfNeeded: dimensions >> 8)]
    }

    private static func hash(_ text: String) -> [UInt8] {
        Array(SHA256.digest(Array(text.utf8)).prefix(hashByteCount))
    }
}
