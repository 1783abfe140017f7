@testable import BandUpCore
/// Mutates bytes without knowing what they mean.
struct ByteMutator {
    private static let bytes: [UInt8] = [
        0, 1, 8, 0x0A, 0x20, 0x22, 0x2C, 0x30, 0x5C, 0x7B, 0x7D, 0x7F, 0x80, 0xC0, 0xF4, 0xFF,
    ]
    private static let words: [UInt64] = [
        0, 1, 2, 7, 8, 16, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000,
        0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    /// One to eight changes.
    func mutation(
        of original: [UInt8], donor: [UInt8], _ random: inout some RandomNumberGenerator
    ) -> [UInt8] {
        var bytes = original
        for _ in 0..<(1 << random.below(4)) {
            change(&bytes, donor, &random)
            if bytes.count > Mutator.longest { bytes.removeLast(bytes.count - Mutator.longest) }
        }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ donor: [UInt8], _ random: inout some RandomNumberGenerator) {
        guard !bytes.isEmpty else {
            bytes = donor
            return
        }
        let position = random.below(bytes.count)
        switch random.below(12) {
        case 0: bytes[position] ^= 1 << UInt8(random.below(8))
        case 1: bytes[position] = random.element(Self.bytes)
        case 2: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 3: bytes[position] = bytes[position] &+ UInt8(truncatingIfNeeded: random.below(9) - 4)
        case 4: overwrite(&bytes, at: position, &random)
        case 5: bytes.removeSubrange(range(in: bytes, from: position, &random))
        case 6: bytes.insert(contentsOf: bytes[range(in: bytes, from: position, &random)], at: position)
        case 7:
            let source = range(in: bytes, from: position, &random)
            bytes.insert(contentsOf: bytes[source], at: random.below(bytes.count))
        case 8: bytes.insert(contentsOf: random.element(HostileTexts.strings).utf8, at: position)
        case 9:
            guard !donor.isEmpty else { return }
            let source = range(in: donor, from: random.below(donor.count), &random)
            bytes.insert(contentsOf: donor[source], at: position)
        case 10: bytes.removeSubrange(position...)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: position)
        }
    }

    /// A number of one to eight bytes in either order, in place of what was there: sizes, rates, offsets.
    private func overwrite(_ bytes: inout [UInt8], at position: Int, _ random: inout some RandomNumberGenerator) {
        let count = min([1, 2, 3, 4, 8][random.below(5)], bytes.count - position)
        let value = random.below(4) == 0 ? random.next() : random.element(Self.words)
        let isBigEndian = random.below(2) == 0
        for offset in 0..<count {
            let shift = UInt64(8 * (isBigEndian ? count - 1 - offset : offset))
            bytes[position + offset] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }

    /// Mostly short.
    private func range(in bytes: [UInt8], from start: Int, _ random: inout some RandomNumberGenerator) -> Range<Int> {
        let longest = random.below(8) == 0 ? bytes.count : 16
        return start..<min(bytes.count, start + 1 + random.below(longest))
    }
}
