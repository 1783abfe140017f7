/// Something that a model may ask this program to do.
package struct ModelTool: Sendable, Equatable {
    /// 1 to 64 letters, digits, `_` and `-`, a letter or `_` first: what both dialects take.
    package let name: String
    /// For the model: what it does, and when to use it.
    package let description: String
    /// An object.
    package let arguments: ResponseSchema

    package init(name: String, description: String, arguments: ResponseSchema = .object([])) {
        self.name = name
        self.description = description
        self.arguments = arguments
    }

    var hasValidName: Bool {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") }
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }
}

/// Whether a model has to use the tools of its request.
package enum ToolChoice: Sendable, Equatable {
    /// As it likes.
    case auto
    /// At least one.
    case any
    /// Words only. Converse can't say so once a turn holds a call: a model of Bedrock may call again all the same.
    case none
    /// This one.
    case tool(String)
}
