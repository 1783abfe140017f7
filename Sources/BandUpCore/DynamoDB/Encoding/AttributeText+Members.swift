import Glibc

extension AttributeText {
    /// Where a member began, to take it back.
    struct Mark {
        let offset: Int
        let holeCount: Int
    }

    /// Beyond so many names a hash set finds a repeated one.
    private static let fewNames = 32

    /// Writes separator, name and colon of a map's member.
    @discardableResult
    mutating func beginMember(_ name: String, _ frame: EncodingFrame.ID) throws(EncodingError) -> Mark {
        let index = try index(of: frame)
        guard frames[index].content == .map else { throw wrongUse("A value asks for containers of different kinds.") }
        let mark = Mark(offset: json.count, holeCount: holes.count)
        if frames[index].count > 0 { json.append("," as Unicode.Scalar) }
        let start = json.count
        json.append(quoted: name)
        let span = start..<json.count
        // A JSON object with one name twice would lose one of the values without a word.
        guard isNew(span, in: index) else { throw wrongUse("The attribute name \"\(name)\" is written twice.") }
        names.append(span)
        frames[index].count += 1
        json.append(":" as Unicode.Scalar)
        return mark
    }

    /// Writes a whole member.
    @inline(__always)
    mutating func append(
        _ name: String, _ frame: EncodingFrame.ID, _ value: (inout JSONBytes) -> Void
    ) throws(EncodingError) {
        try beginMember(name, frame)
        value(&json)
    }

    /// Takes back the last member of the top frame, which turned out to be an empty set.
    mutating func takeBack(to mark: Mark, _ frame: EncodingFrame.ID) throws(EncodingError) {
        let index = try index(of: frame)
        let name = names.removeLast()
        _ = frames[index].manyNames?.remove(Array(json.bytes[name]))
        frames[index].count -= 1
        json.bytes.removeSubrange(mark.offset...)
        holes.removeSubrange(mark.holeCount...)
    }

    /// Escaping is the same for the same name, so the written forms can be compared.
    private mutating func isNew(_ span: Range<Int>, in index: Int) -> Bool {
        let first = frames[index].firstName
        guard names.count - first < Self.fewNames else {
            if frames[index].manyNames == nil {
                frames[index].manyNames = Set(names[first...].map { Array(json.bytes[$0]) })
            }
            return frames[index].manyNames?.insert(Array(json.bytes[span])).inserted ?? true
        }
        return json.bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return true }
            for other in names[first...] where other.count == span.count {
                if memcmp(start + other.lowerBound, start + span.lowerBound, span.count) == 0 { return false }
            }
            return true
        }
    }
}
