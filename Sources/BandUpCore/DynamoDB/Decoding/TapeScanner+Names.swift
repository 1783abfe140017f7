import Glibc

extension TapeScanner {
    /// Beyond so many names a hash set finds a repeated one.
    private static let fewNames = 32

    /// Whether no two members of a map have the same name. Which value counts would be a guess, so the text is refused.
    func hasDistinctNames(_ map: Int) -> Bool {
        let count = Int(nodes[map].count)
        guard count <= Self.fewNames else { return hasDistinctManyNames(map) }
        var member = map + 1
        for _ in 0..<count {
            var earlier = map + 1
            while earlier < member {
                guard !isSameName(nodes[earlier].name, nodes[member].name) else { return false }
                earlier = Int(nodes[earlier].end)
            }
            member = Int(nodes[member].end)
        }
        return true
    }

    private func hasDistinctManyNames(_ map: Int) -> Bool {
        var seen: Set<[UInt8]> = []
        var member = map + 1
        for _ in 0..<nodes[map].count {
            guard seen.insert(bytes.unescaped(nodes[member].name)).inserted else { return false }
            member = Int(nodes[member].end)
        }
        return true
    }

    private func isSameName(_ lhs: TapeNode.Span, _ rhs: TapeNode.Span) -> Bool {
        guard lhs.hasEscapes || rhs.hasEscapes else {
            return bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[lhs.range]).isSame(as: $0[rhs.range]) }
        }
        return bytes.unescaped(lhs) == bytes.unescaped(rhs)
    }
}

extension UnsafeRawBufferPointer {
    func isSame(as other: UnsafeRawBufferPointer.SubSequence) -> Bool {
        let other = UnsafeRawBufferPointer(rebasing: other)
        guard count == other.count else { return false }
        guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, count) == 0
    }
}

extension [UInt8] {
    /// The UTF-8 that a scanned JSON string stands for.
    func unescaped(_ span: TapeNode.Span) -> [UInt8] {
        guard span.hasEscapes else { return Array(self[span.range]) }
        var result: [UInt8] = []
        result.reserveCapacity(Int(span.count))
        var position = span.range.lowerBound
        while position < span.range.upperBound {
            if self[position] == UInt8(ascii: "\\"), let escape = JSONEscape(self, at: position) {
                result += UTF8.encode(escape.scalar) ?? UTF8.encodedReplacementCharacter
                position += escape.byteCount
            } else {
                result.append(self[position])
                position += 1
            }
        }
        return result
    }

    func string(_ span: TapeNode.Span) -> String {
        String(decoding: span.hasEscapes ? unescaped(span)[...] : self[span.range], as: UTF8.self)
    }
}
