/// An input in the form in which it is mutated.
enum FuzzInput {
    case bytes([UInt8])
    case json(JSONTree)

    /// JSON where the bytes are some, else bytes.
    init(_ bytes: [UInt8]) {
        self = JSONTree(bytes).map(FuzzInput.json) ?? .bytes(bytes)
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    var bytes: [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .json(let tree): tree.bytes
        }
    }
}
