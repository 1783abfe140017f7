/// What is written before a value.
extension AttributeText {
    /// The frame's index, if it is the one whose turn it is.
    func index(of frame: EncodingFrame.ID) throws(EncodingError) -> Int {
        let index = Int(frame.position)
        guard index == frames.count - 1, frames[index].id == frame else {
            throw wrongUse("A container is written to after its value has ended.")
        }
        return index
    }

    /// Begins a map or list for the frame's value, or goes on with the one it has.
    mutating func open(_ content: EncodingFrame.Content, _ frame: EncodingFrame.ID) throws(EncodingError) {
        let index = try index(of: frame)
        switch (frames[index].content, content) {
        case (.map, .map), (.list, .list), (.set, .list): return
        case (.undecided, .map):
            if frames[index].isSetElement { _ = try beginSetElement(of: .map, in: index - 1) }
            try checkDepth()
            json.append("{\"M\":{")
            frames[index].content = .map
        case (.undecided, .list):
            if frames[index].isSetElement { _ = try beginSetElement(of: .list, in: index - 1) }
            if frames[index].swiftType is any DynamoDBSetMarker.Type {
                frames[index].content = .set(nil)
            } else {
                try checkDepth()
                json.append("{\"L\":[")
                frames[index].content = .list
            }
        default: throw wrongUse("A value asks for containers of different kinds.")
        }
    }

    /// - Returns: whether only the payload is to be written, since the value is an element of a set.
    mutating func beginScalar(_ type: DynamoDBType, _ frame: EncodingFrame.ID) throws(EncodingError) -> Bool {
        let index = try undecided(frame)
        frames[index].content = .scalar
        return frames[index].isSetElement ? try beginSetElement(of: type, in: index - 1) : false
    }

    /// The frame's value turns out to be a wrapper of one of another type.
    mutating func wrap(_ swiftType: any Any.Type, _ frame: EncodingFrame.ID) throws(EncodingError) {
        frames[try undecided(frame)].swiftType = swiftType
    }

    /// The index of the frame, which must not have a value yet.
    private func undecided(_ frame: EncodingFrame.ID) throws(EncodingError) -> Int {
        let index = try index(of: frame)
        guard frames[index].content == .undecided else { throw wrongUse("A value is encoded twice.") }
        return index
    }

    /// Writes the separator before a list's element.
    ///
    /// - Returns: as `beginScalar`.
    mutating func beginElement(_ type: DynamoDBType, _ frame: EncodingFrame.ID) throws(EncodingError) -> Bool {
        let index = try index(of: frame)
        guard frames[index].content == .list else { return try beginSetElement(of: type, in: index) }
        if frames[index].count > 0 { json.append("," as Unicode.Scalar) }
        frames[index].count += 1
        return false
    }

    private mutating func beginSetElement(of type: DynamoDBType, in index: Int) throws(EncodingError) -> Bool {
        defer { frames[index].count += 1 }
        switch frames[index].content {
        case .set(nil):
            frames[index].content = type.setType == nil ? .list : .set(type)
            switch type {
            case .string: json.append("{\"SS\":[")
            case .number: json.append("{\"NS\":[")
            case .binary: json.append("{\"BS\":[")
            default: json.append("{\"L\":[")
            }
            return type.setType != nil
        case .set(type?):
            json.append("," as Unicode.Scalar)
            return true
        case .list:
            json.append("," as Unicode.Scalar)
            return false
        default: throw wrongUse("A set's elements are of different DynamoDB types.")
        }
    }
}
