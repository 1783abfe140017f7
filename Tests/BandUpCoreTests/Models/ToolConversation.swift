import Base
import Foundation
import Testing

@testable import BandUpCore

/// A learner's question, two calls at once, their results, one call more, its result.
enum ToolConversation {
    static let tools = [
        ModelTool(
            name: "find_words", description: "Words on a topic.",
            arguments: .object([
                .required("topic", .string.described("in English")), .optional("count", .integer(1...20)),
            ])),
        ModelTool(name: "read_plan", description: "The learner's plan."),
    ]
    static let start = ModelTurn.user([.text("Words and plan, please.")])

    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Golden/Tools/\(name).json"))
    }

    static func json(_ name: String) throws -> JSONValue { try JSONValue(untrusted: try data(name)) }

    static func request(after first: ModelAnswer, and second: ModelAnswer) throws -> ModelRequest {
        let outcomes: [ToolResult.Outcome] = [
            .output(["words": ["menu", "bill"]]), .failure("There is no plan yet."),
        ]
        let results = zip(first.toolCalls, outcomes).map { ModelPart.toolResult(ToolResult(of: $0, $1)) }
        let last = try #require(second.toolCalls.first)
        return ModelRequest(
            systemInstruction: "You coach.",
            turns: [
                start, try #require(first.turn), .user(results), try #require(second.turn),
                .user([.toolResult(ToolResult(of: last, .output(["words": []]))), .text("Be quick.")]),
            ],
            tools: tools,
            generationConfig: GenerationConfig(maxOutputTokens: 500, thinking: .modelDefault))
    }
}
