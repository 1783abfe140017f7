import Base
import Foundation
import Testing

@testable import BandUpCore

@Suite("Tools in Converse's words") struct ConverseToolsTests {
    private func answer(_ data: Data) throws -> ModelAnswer {
        let model = try #require(ModelID(bedrockID: "amazon.nova-micro-v1:0"))
        return try #require(try ModelAnswer(converse: data, model: model))
    }

    private func golden(_ name: String) throws -> ModelAnswer {
        try answer(try ToolConversation.data("converse-answer-\(name)"))
    }

    private func answer(message: String) throws -> ModelAnswer {
        try answer(Data(#"{"stopReason":"tool_use", "output" : { "message": \#(message) } }"#.utf8))
    }

    private func json(_ request: ModelRequest) throws -> JSONValue {
        try JSONValue(untrusted: try ConverseBody.json(of: request))
    }

    @Test("parallel calls are read in their order, beside the text, without the thoughts")
    func parallelCalls() throws {
        let answer = try golden("parallel-calls")
        let calls = [
            ToolCall(
                id: "tooluse_1", name: "find_words", arguments: ["topic": "café / food", "level": 6.5, "count": 3]),
            ToolCall(id: "tooluse_2", name: "read_plan", arguments: [:]),
        ]
        #expect(answer.toolCalls == calls)
        #expect(answer.outcome == .toolCalls(calls))
        #expect(answer.text == "Let me look.")
        #expect(answer.usage == TokenUsage(promptTokens: 210, candidateTokens: 52))
    }

    @Test("after two rounds the request holds both messages, and one result for each call in one message")
    func twoRounds() throws {
        let request = try ToolConversation.request(after: try golden("parallel-calls"), and: try golden("next-call"))
        #expect(try json(request) == ToolConversation.json("converse-request-after-two-rounds"))
    }

    @Test("the message goes back byte for byte, signature, odd spelling and unknown blocks included")
    func verbatim() throws {
        let message =
            #"{ "content":[{"reasoningContent":{"reasoningText":{"signature":"A\/b\u003d+","text":"é \u00e9"}}} , "#
            + #"{"new":{"x":[1e2,1.0]}},{"toolUse":{"name":"f","input":{"z":1.0,"a":"}]"},"toolUseId":"t"}}],"#
            + #""role":"assistant" }"#
        let answer = try answer(message: message)
        let call = try #require(answer.toolCalls.first)
        let request = ModelRequest(
            turns: [
                .user([.text("?")]), try #require(answer.turn),
                .user([.toolResult(ToolResult(of: call, .output([:])))]),
            ])
        #expect(
            String(decoding: try ConverseBody.json(of: request), as: UTF8.self)
                == #"{"system":[],"messages":[{"content":[{"text":"?"}],"role":"user"},\#(message),"#
                + #"{"content":[{"toolResult":{"content":[{"json":{}}],"status":"success","toolUseId":"t"}}],"#
                + #""role":"user"}],"inferenceConfig":{"maxTokens":10000}}"#)
    }

    @Test(
        "the choice of tools is said in toolChoice; auto by saying nothing, none by offering nothing",
        arguments: [
            (.auto, true, nil), (.any, true, ["any": [:]]), (.none, false, nil),
            (.tool("read_plan"), true, ["tool": ["name": "read_plan"]]),
        ] as [(ToolChoice, Bool, JSONValue?)])
    func choice(choice: ToolChoice, offers: Bool, expected: JSONValue?) throws {
        let config = try json(
            ModelRequest(turns: [ToolConversation.start], tools: ToolConversation.tools, toolChoice: choice))[
                "toolConfig"]
        #expect((config != nil) == offers)
        #expect(config?["toolChoice"] == expected)
    }

    @Test("tools stay offered where the conversation holds calls, as Converse refuses it otherwise")
    func noneAfterCalls() throws {
        var request = try ToolConversation.request(after: try golden("parallel-calls"), and: try golden("next-call"))
        request.toolChoice = .none
        #expect(try json(request) == ToolConversation.json("converse-request-after-two-rounds"))
    }

    @Test(
        "a call that can't be read, or answered, makes the answer unreadable",
        arguments: [
            #"{"toolUse":{"toolUseId":"t","input":{}}}"#, #"{"toolUse":{"name":"f","input":{}}}"#,
            #"{"toolUse":{"toolUseId":"t","name":"f","input":"{}"}}"#,
        ])
    func unreadable(block: String) {
        #expect(throws: DecodingError.self) {
            try answer(message: #"{"role":"assistant","content":[{"text":"x"},\#(block)]}"#)
        }
    }

    @Test("an answer that stops for a tool without naming one is not taken for a whole one")
    func noCall() throws {
        let answer = try answer(message: #"{"role":"assistant","content":[{"text":"x"}]}"#)
        #expect(answer.outcome == .stoppedEarly(.unknown("tool_use")))
    }

    @Test("what Gemini wrote is not sent to Bedrock")
    func otherDialect() throws {
        let content = try ModelContent(.gemini, json: #"{"role":"model","parts":[{"text":"x"}]}"#)
        let error = #expect(throws: ModelError.self) {
            try json(ModelRequest(turns: [.user([.text("a")]), .model(content), .user([.text("b")])]))
        }
        #expect(error?.description == "ModelError: invalid request (OTHER_DIALECT)")
    }
}
