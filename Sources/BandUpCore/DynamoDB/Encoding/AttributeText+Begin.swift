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
        case (.map, .map), (.list, .list): return
        case (.undecided, .map):
            try checkDepth()
            json.append("{\"M\":{")
        case (.undecided, .list):
            try checkDepth()
            json.append("{\"L\":[")
        default: throw wrongUse("A value asks for containers of different kinds.")
        }
        frames[index].content = content
    }

    mutating func beginScalar(_ frame: EncodingFrame.ID) throws(EncodingError) {
        frames[try undecided(frame)].content = .scalar
    }

    /// The index of the frame, which must not have a value yet.
    @discardableResult
    func undecided(_ frame: EncodingFrame.ID) throws(EncodingError) -> Int {
        let index = try index(of: frame)
        guard frames[index].content == .undecided else { throw wrongUse("A value is encoded twice.") }
        return index
    }

    /// Writes the separator before a list's element.
    mutating func beginElement(_ frame: EncodingFrame.ID) throws(EncodingError) {
        let index = try index(of: frame)
        guard frames[index].content == .list else { throw wrongUse("A value asks for containers of different kinds.") }
        if frames[index].count > 0 { json.append("," as Unicode.Scalar) }
        frames[index].count += 1
    }
}
