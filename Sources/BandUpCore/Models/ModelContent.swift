import Base
import FoundationEssentials

/// What a model wrote, as the JSON text that its side sent.
///
/// The next request puts it back unchanged: signatures of the model's thinking are checked against the very parts they
/// came with, and what this program does not know yet has to return as well. So it is never written anew from types.
package struct ModelContent: Sendable, Equatable {
    /// Whose JSON it is: the other side can't read it.
    package enum Dialect: String, Sendable {
        /// A `Content` of the Gemini API.
        case gemini
        /// A `Message` of Bedrock's Converse.
        case converse
    }

    package let dialect: Dialect
    package let json: String
    /// What the model wants done, in its order.
    package let toolCalls: [ToolCall]

    /// - Throws: `DecodingError` for what is no content of the dialect, or nests deeper than `JSONValue.maximumDepth`.
    package init(_ dialect: Dialect, json: String) throws {
        self.dialect = dialect
        self.json = json
        let content = try JSONValue(untrusted: Data(json.utf8))
        toolCalls =
            switch dialect {
            case .gemini: try ToolCall.calls(gemini: content)
            case .converse: try ToolCall.calls(converse: content)
            }
    }
}
