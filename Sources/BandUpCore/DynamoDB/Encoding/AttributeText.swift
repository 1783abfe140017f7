/// Attributes on their way to JSON text: what is written, and the stack of values that are open.
///
/// All of it is one struct in `AttributeSink`, so that a step of the encoding is one access to it.
struct AttributeText {
    struct Hole {
        let offset: Int
        let owner: EncodingFrame.ID
        /// Nil in a list.
        let name: String?
        let sink: AttributeSink
    }

    /// A member of an item, as places in `json`.
    struct Member {
        let name: String
        /// Where the member before ended.
        let previousEnd: Int
        let start: Int
    }

    let baseDepth: Int
    var path: [any CodingKey]
    var json = JSONBytes()
    var frames: [EncodingFrame] = []
    /// The names written to the open maps, as places in `json`; each frame knows where its own begin.
    var names: [Range<Int>] = []
    var members: [Member] = []
    /// Where the texts of nested containers and super encoders go.
    var holes: [Hole] = []
    /// The first error, so that it comes up at the end of a value even where it could not be thrown, or was caught.
    private(set) var failure: (any Error)?
    private var serial: UInt32 = 0

    init(path: [any CodingKey], depth: Int) {
        self.path = path
        baseDepth = depth
    }

    /// Levels of maps and lists, the top frame's own included: only those have frames above them.
    var depth: Int { baseDepth + frames.count }

    /// Begins a value; `key` is where it stands in the one around it.
    mutating func push(_ key: (any CodingKey)? = nil) -> EncodingFrame.ID {
        if let key { path.append(key) }
        serial &+= 1
        let id = EncodingFrame.ID(position: UInt32(frames.count), serial: serial)
        frames.append(EncodingFrame(id: id, firstName: names.count))
        return id
    }

    /// Ends the top frame's value.
    mutating func pop() throws {
        if let failure { throw failure }
        let top = frames.count - 1
        switch frames[top].content {
        case .undecided:
            // What encodes nothing is an empty map, as in JSONEncoder.
            try open(.map, frames[top].id)
            json.append("}}")
        case .scalar: break
        case .map: json.append("}}")
        case .list: json.append("]}")
        }
        if names.count > frames[top].firstName { names.removeSubrange(frames[top].firstName...) }
        frames.removeLast()
        if !frames.isEmpty { path.removeLast() }
    }

    // MARK: Errors

    mutating func fail(_ error: any Error) {
        if failure == nil { failure = error }
    }

    func wrongUse(_ description: String) -> EncodingError {
        .invalidValue(Void.self, .init(codingPath: path, debugDescription: description))
    }

    func checkDepth() throws(EncodingError) {
        guard depth <= AttributeValue.maximumDepth else {
            throw wrongUse("Nested deeper than \(AttributeValue.maximumDepth) levels.")
        }
    }
}
