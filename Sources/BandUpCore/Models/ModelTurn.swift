package import FoundationEssentials

/// What one side says before the other does.
package enum ModelTurn: Sendable {
    case user([ModelPart])
    /// An answer as it came (`ModelAnswer.turn`).
    case model(ModelContent)
    /// An answer of which only the words were kept, or that no model ever gave.
    case modelText(String)

    var toolResults: [ToolResult] {
        guard case .user(let parts) = self else { return [] }
        return parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
    }

    var toolCalls: [ToolCall] {
        if case .model(let content) = self { content.toolCalls } else { [] }
    }
}

/// A piece of a user's turn.
package enum ModelPart: Sendable {
    case text(String)
    /// Small data that is in memory anyway.
    case inlineData(mimeType: String, data: Data)
    /// A file of `byteCount` bytes, sent as base64 while it is read: never whole in memory.
    case inlineFile(mimeType: String, path: String, byteCount: Int)
    /// A file that the model's side fetches: one of the Files API, or an HTTPS URL.
    case fileData(uri: String, mimeType: String)
    /// What became of a call in the turn before: one for each, in the order of the calls, before anything else.
    case toolResult(ToolResult)
}
