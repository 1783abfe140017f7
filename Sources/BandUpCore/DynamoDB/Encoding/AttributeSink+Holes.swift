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
            _ = try text.beginElement(.map, frame)
        }
    }

    private func openHole(
        _ content: EncodingFrame.Content, key: any CodingKey, name: String?, _ frame: EncodingFrame.ID,
        begin: () throws(EncodingError) -> Void
    ) -> AttributeSink {
        let sink = AttributeSink(options: options, path: text.path + [key], depth: text.depth)
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
        try fill(&result)
        return result
    }

    /// Ends the sink's own value.
    private func end() throws {
        guard text.frames.count == 1 else { throw text.wrongUse("A value's encoding has not ended.") }
        if try !text.pop() { text.json.appendNull() }
    }

    private func fill(_ result: inout [UInt8]) throws {
        var copied = 0
        for hole in text.holes {
            result += text.json.bytes[copied..<hole.offset]
            copied = hole.offset
            try hole.sink.end()
            try hole.sink.fill(&result)
        }
        result += text.json.bytes[copied...]
    }
}
