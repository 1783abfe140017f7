import Glibc

extension AttributeText {
    /// Beyond so many names a hash set finds a repeated one.
    private static let fewNames = 32

    /// Writes separator, name and colon of a map's member.
    mutating func beginMember(_ name: String, _ frame: EncodingFrame.ID) throws(EncodingError) {
        let index = try index(of: frame)
        guard frames[index].content == .map else { throw wrongUse("A value asks for containers of different kinds.") }
        let end = json.count
        if frames[index].count > 0 { json.append("," as Unicode.Scalar) }
        let start = json.count
        json.append(quoted: name)
        let span = start..<json.count
        // A JSON object with one name twice would lose one of the values without a word.
        guard isNew(span, in: index) else { throw wrongUse("The attribute name \"\(name)\" is written twice.") }
        names.append(span)
        frames[index].count += 1
        json.append(":" as Unicode.Scalar)
        if index == 0, baseDepth == 0 { members.append(Member(name: name, previousEnd: end, start: json.count)) }
    }

    /// Writes a whole member.
    @inline(__always)
    mutating func append(
        _ name: String, _ frame: EncodingFrame.ID, _ value: (inout JSONBytes) -> Void
    ) throws(EncodingError) {
        try beginMember(name, frame)
        value(&json)
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
