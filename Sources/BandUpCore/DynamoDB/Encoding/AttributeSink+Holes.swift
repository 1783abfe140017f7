extension AttributeSink {
    /// Keeps a place in the top frame's map for a nested container or a super encoder.
    ///
    /// - Parameter content: `.undecided` for a super encoder.
    /// - Returns: the sink that fills the place. Asked twice for a nested container of one name, it is the same one.
    func openHole(
        _ content: EncodingFrame.Content, key: any CodingKey, inMap frame: EncodingFrame.ID
    ) -> AttributeSink {
        let name = key.stringValue
        if let sink = existingHole(name, content, frame) { return sink }
        return openHole(content, key: key, name: name, frame) { () throws(EncodingError) in
            try text.beginMember(name, frame)
        }
    }

    /// The same in a list.
    func openHole(_ content: EncodingFrame.Content, inList frame: EncodingFrame.ID) -> AttributeSink {
        let index = text.frames.last?.count ?? 0
        return openHole(content, key: DynamoDBPathKey.index(index), name: nil, frame) { () throws(EncodingError) in
            try text.beginElement(frame)
        }
    }

    private func openHole(
        _ content: EncodingFrame.Content, key: any CodingKey, name: String?, _ frame: EncodingFrame.ID,
        begin: () throws(EncodingError) -> Void
    ) -> AttributeSink {
        let sink = AttributeSink(path: text.path + [key], depth: text.depth)
        let root = sink.text.push()
        do throws(EncodingError) {
            try begin()
            if content != .undecided { try sink.text.open(content, root) }
            text.holes.append(.init(offset: text.json.count, owner: frame, name: name, sink: sink))
        } catch {
            // The protocol's method can't throw: the error comes up when the value ends.
            text.fail(error)
        }
        return sink
    }

    private func existingHole(
        _ name: String, _ content: EncodingFrame.Content, _ frame: EncodingFrame.ID
    ) -> AttributeSink? {
        // Holes of later frames may lie in between, those of earlier frames end the search.
        for hole in text.holes.reversed() {
            guard hole.owner.serial >= frame.serial else { return nil }
            if hole.owner == frame, hole.name == name, hole.sink.text.frames.first?.content == content {
                return hole.sink
            }
        }
        return nil
    }

    /// The whole text, holes filled.
    func finish() throws -> [UInt8] {
        try end()
        guard !text.holes.isEmpty else { return text.json.bytes }
        var result: [UInt8] = []
        result.reserveCapacity(text.json.count * 2)
        _ = try fill(&result)
        return result
    }

    /// The same of a value that is a map, with the places of its members.
    func finishItem() throws -> EncodedItem {
        let content = text.frames.first?.content
        try end()
        guard content == .map || content == .undecided else {
            throw text.wrongUse("An item is a map of attributes.")
        }
        var json = text.json.bytes
        var fills: [(offset: Int, count: Int)] = []
        if !text.holes.isEmpty {
            var result: [UInt8] = []
            result.reserveCapacity(json.count * 2)
            fills = try fill(&result)
            json = result
        }
        // A hole at the end of a value is that value's own: a name lies before the next one's.
        func starting(_ offset: Int) -> Int { fills.reduce(offset) { $1.offset < offset ? $0 + $1.count : $0 } }
        func ending(_ offset: Int) -> Int { fills.reduce(offset) { $1.offset <= offset ? $0 + $1.count : $0 } }
        let members = text.members
        let ends = members.dropFirst().map { ending($0.previousEnd) } + [json.count - 2]
        return EncodedItem(
            json: json[Self.mapPrefixCount..<(json.count - 1)],
            attributes: zip(members, ends).map { member, end in
                EncodedItem.Attribute(name: member.name, json: json[starting(member.start)..<end])
            })
    }

    /// What stands before an item's own braces: `{"M":`.
    private static let mapPrefixCount = 5

    /// Ends the sink's own value.
    private func end() throws {
        guard text.frames.count == 1 else { throw text.wrongUse("A value's encoding has not ended.") }
        try text.pop()
    }

    /// - Returns: the holes' places in the text, and how long what fills them is.
    private func fill(_ result: inout [UInt8]) throws -> [(offset: Int, count: Int)] {
        var copied = 0
        var fills: [(offset: Int, count: Int)] = []
        for hole in text.holes {
            result += text.json.bytes[copied..<hole.offset]
            copied = hole.offset
            let before = result.count
            try hole.sink.end()
            _ = try hole.sink.fill(&result)
            fills.append((hole.offset, result.count - before))
        }
        result += text.json.bytes[copied...]
        return fills
    }
}
