import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite("A request's turns and tools") struct ModelRequestTests {
    private static let calls = [
        ToolCall(id: "1", name: "a", arguments: [:]), ToolCall(id: "2", name: "a", arguments: [:]),
    ]

    private func problem(_ request: ModelRequest) -> String? {
        do throws(ModelError) {
            try request.checkTools()
            return nil
        } catch {
            return error.description
        }
    }

    private func request(answering calls: [ToolCall]) throws -> ModelRequest {
        let content = try ModelContent(
            .gemini,
            json: #"{"parts":[{"functionCall":{"id":"1","name":"a"}},{"functionCall":{"id":"2","name":"a"}}]}"#)
        return ModelRequest(turns: [
            .user([.text("?")]), .model(content),
            .user(calls.map { .toolResult(ToolResult(of: $0, .output([:]))) } + [.text("!")]),
        ])
    }

    @Test("each call has its result, in the order of the calls")
    func answered() throws {
        #expect(problem(try request(answering: Self.calls)) == nil)
    }

    @Test(
        "a call without its result, or a result without its call, is not sent",
        arguments: [
            [], [calls[0]], [calls[1], calls[0]], calls + [calls[0]],
            [calls[0], ToolCall(id: "2", name: "b", arguments: [:])],
        ])
    func unanswered(calls: [ToolCall]) throws {
        #expect(problem(try request(answering: calls)) == "ModelError: invalid request (TOOL_RESULTS)")
    }

    @Test("a conversation does not end with calls, nor begin with results")
    func ends() throws {
        var request = try request(answering: Self.calls)
        request.turns.removeLast()
        #expect(problem(request) == "ModelError: invalid request (TOOL_RESULTS)")
        request.turns = [.user([.toolResult(ToolResult(of: Self.calls[0], .failure("x")))])]
        #expect(problem(request) == "ModelError: invalid request (TOOL_RESULTS)")
    }

    @Test(
        "a tool's name is one that both dialects take",
        arguments: [
            ("find_words", true), ("_a-1", true), (String(repeating: "a", count: 64), true), ("", false),
            ("1a", false), ("-a", false), ("a.b", false), ("a b", false), ("é", false), ("a@", false), ("a[", false),
            (String(repeating: "a", count: 65), false),
        ])
    func names(name: String, isValid: Bool) {
        let request = ModelRequest(
            turns: [.user([.text("?")])], tools: [ModelTool(name: name, description: "Does something.")])
        #expect(problem(request) == (isValid ? nil : "ModelError: invalid request (TOOLS)"))
    }

    @Test("two tools of one name are refused, and the choice of one that is not there")
    func tools() {
        let tool = ModelTool(name: "a", description: "Does something.")
        #expect(
            problem(ModelRequest(turns: [.user([])], tools: [tool, tool])) == "ModelError: invalid request (TOOLS)")
        #expect(
            problem(ModelRequest(turns: [.user([])], tools: [tool], toolChoice: .tool("b")))
                == "ModelError: invalid request (TOOLS)")
        #expect(problem(ModelRequest(turns: [.user([])], tools: [tool], toolChoice: .tool("a"))) == nil)
    }
}
