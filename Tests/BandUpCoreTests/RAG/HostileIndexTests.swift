import Base
import FoundationEssentials
import TestSupport
import Testing

@testable import BandUpCore

/// Bytes that no index was written as, or not as they are.
@Suite(.timeLimit(.minutes(1)))
struct HostileIndexTests {
    @Test("a later version and another file are told from damage")
    func foreign() throws {
        var bytes = try IndexSamples.small().bytes()
        bytes[4] = 2
        #expect(throws: DocumentIndexError.unknownVersion(2)) { try DocumentIndex(bytes, in: IndexSamples.smallSpace) }
        for other in [Data(), Data("BUD".utf8), Data("%PDF-1.7\n%".utf8), Data("{}".utf8)] {
            #expect(throws: DocumentIndexError.notAnIndex) { try DocumentIndex(other, in: IndexSamples.smallSpace) }
        }
    }

    @Test("bytes cut short anywhere, or with more behind them, are refused")
    func cut() throws {
        let bytes = try IndexSamples.small().bytes()
        for count in 0..<bytes.count {
            #expect(throws: DocumentIndexError.self) {
                try DocumentIndex(bytes.prefix(count), in: IndexSamples.smallSpace)
            }
        }
        #expect(throws: DocumentIndexError.damaged) { try DocumentIndex(bytes + [0], in: IndexSamples.smallSpace) }
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(IndexSamples.sealed(bytes + [0]), in: IndexSamples.smallSpace)
        }
    }

    @Test("no changed bit goes unnoticed")
    func flippedBits() throws {
        let bytes = try IndexSamples.small().bytes()
        for bit in 0..<(bytes.count * 8) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(damaged, in: IndexSamples.smallSpace) }
        }
    }

    @Test("counts beyond what is there are refused before anything is set aside for them", arguments: 3..<7)
    func hostileCounts(place: Int) throws {
        for hostile: UInt32 in [3, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
            let bytes = IndexSamples.sealed(
                IndexSamples.setting(hostile, at: place, of: try IndexSamples.small().bytes()))
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: IndexSamples.smallSpace) }
            // The same where the reader expects as many dimensions.
            let space = EmbeddingSpace(modelID: "m", dimensions: Int(hostile))
            #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: space) }
        }
    }

    @Test("an index of no dimensions is refused")
    func noDimensions() throws {
        let bytes = IndexSamples.sealed(IndexSamples.setting(0, at: 3, of: try IndexSamples.small().bytes()))
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(bytes, in: EmbeddingSpace(modelID: "m", dimensions: 0))
        }
    }

    @Test("numbers that are none, or too long a vector, are refused", arguments: [Float.nan, .infinity, 1e30, 3])
    func hostileNumbers(number: Float) throws {
        var bytes = try IndexSamples.small().bytes()
        let start = bytes.count - 4 - 8
        for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: number.bitPattern >> (8 * byte)) }
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(IndexSamples.sealed(bytes), in: IndexSamples.smallSpace)
        }
    }

    @Test("text that is not UTF-8 is refused")
    func hostileText() throws {
        var bytes = try IndexSamples.small().bytes()
        bytes[bytes.count - 1] = 0xC3
        #expect(throws: DocumentIndexError.inconsistent) {
            try DocumentIndex(IndexSamples.sealed(bytes), in: IndexSamples.smallSpace)
        }
    }

    /// With the checksum put right, as someone would who means harm; without it, nearly all would end there.
    @Test("made-up bytes are an error, or an index that can be asked and written again", arguments: 0..<50)
    func fuzzed(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var bytes = try await IndexSamples.index(pages: 3, seed: seed).bytes()
        for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, using: &random) }
        #expect(throws: DocumentIndexError.self) { try DocumentIndex(bytes, in: IndexSamples.space) }
        guard let index = try? DocumentIndex(IndexSamples.sealed(bytes), in: IndexSamples.space) else { return }
        #expect(try index.bytes() == IndexSamples.sealed(bytes))
        let query = try DocumentQuery([FakeEmbedder.vector("river silt")], in: IndexSamples.space)
        #expect(try query.passages(of: index).count <= 3)
    }

    private static func mutate(_ bytes: inout Data, using random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        // Counts and entries are where harm can be done, and they come first.
        let position = Int.random(in: 0..<min(bytes.count, Bool.random(using: &random) ? 100 : .max), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[position] &+= UInt8.random(in: 1...255, using: &random)
        case 2: bytes.removeSubrange(position...)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        default:
            let end = min(bytes.count, position + Int.random(in: 1...64, using: &random))
            bytes.append(contentsOf: bytes[position..<end])
            bytes.remove(at: position)
        }
    }
}
