package import Base

/// A model's wish to have a tool run.
package struct ToolCall: Sendable, Hashable {
    /// Tells apart calls of one tool; Gemini may leave it out.
    package let id: String?
    package let name: String
    /// Whatever the model wrote: to be checked against `ModelTool.arguments`.
    package let arguments: [String: JSONValue]

    package init(id: String?, name: String, arguments: [String: JSONValue]) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }

    /// - Throws: `DecodingError` for a call without a name, or whose arguments are no object. No arguments are none.
    init(id: JSONValue?, name: JSONValue?, arguments: JSONValue?) throws {
        guard let name = name?.stringValue else { throw DecodingError.unfitToolCall }
        self.id = id?.stringValue
        self.name = name
        switch arguments {
        case .object(let members): self.arguments = members
        case nil, .null: self.arguments = [:]
        default: throw DecodingError.unfitToolCall
        }
    }
}

extension DecodingError {
    static var unfitToolCall: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "Not a tool call."))
    }
}
