/// An input, and the form in which it is mutated.
struct FuzzInput {
    let bytes: [UInt8]
    /// Nil for bytes that are mutated as such.
    let tree: JSONTree?

    private init(bytes: [UInt8], tree: JSONTree?) {
        self.bytes = bytes
        self.tree = tree
    }

    /// JSON where the bytes are some.
    init(_ bytes: [UInt8]) {
        self.init(bytes: bytes, tree: JSONTree(bytes))
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    static func bytes(_ bytes: [UInt8]) -> FuzzInput { FuzzInput(bytes: bytes, tree: nil) }

    /// - Parameter limit: in bytes. What grew longer is cut off, and is no tree any more that could grow on.
    init(_ tree: JSONTree, limit: Int) {
        let bytes = tree.bytes
        self.init(bytes: Array(bytes.prefix(limit)), tree: bytes.count > limit ? nil : tree)
    }
}
