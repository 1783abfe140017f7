import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpCore

@Suite("Tools in Gemini's words") struct GeminiToolsTests {
    private func answer(_ name: String) throws -> ModelAnswer {
        try ModelAnswer(gemini: try ToolConversation.data("gemini-answer-\(name)"))
    }

    private func answer(content: String) throws -> ModelAnswer {
        try ModelAnswer(
            gemini: Data(#"{ "candidates" : [ {"finishReason":"STOP", "content": \#(content) } ] }"#.utf8))
    }

    private func text(_ request: ModelRequest) throws -> String {
        let date = Date(timeIntervalSince1970: 1_795_132_800)
        let body = try GenerateContentBody.body(of: request, for: try geminiModel(), at: date)
        return String(decoding: try body.assembled(), as: UTF8.self)
    }

    private func json(_ request: ModelRequest) throws -> JSONValue {
        try JSONValue(untrusted: Data(try text(request).utf8))
    }

    @Test("parallel calls are read in their order, beside the text, without the thoughts")
    func parallelCalls() throws {
        let answer = try answer("parallel-calls")
        let calls = [
            ToolCall(id: "call-1", name: "find_words", arguments: ["topic": "café / food", "level": 6.5, "count": 3]),
            ToolCall(id: "call-2", name: "read_plan", arguments: [:]),
        ]
        #expect(answer.toolCalls == calls)
        #expect(answer.outcome == .toolCalls(calls))
        #expect(answer.text == "Let me look.")
        #expect(answer.usage?.thoughtTokens == 12)
    }

    @Test("after two rounds the request holds both answers, and one response for each call")
    func twoRounds() throws {
        let request = try ToolConversation.request(after: try answer("parallel-calls"), and: try answer("next-call"))
        #expect(try json(request) == ToolConversation.json("gemini-request-after-two-rounds"))
    }

    @Test("what the model wrote goes back byte for byte, signature, odd spelling and unknown members included")
    func verbatim() throws {
        let content =
            #"{ "parts":[{"thoughtSignature":"A\/b\u003d+","functionCall":{"args":{"n":1.0,"big":12345678901234567890,"#
            + #""z":1,"a":"\u00e9 é"},"name":"f"} , "new" : {"x":[1e2,{}]}}],"role":"model","also":"\"}]" }"#
        let answer = try answer(content: content)
        let call = try #require(answer.toolCalls.first)
        let request = ModelRequest(
            turns: [
                .user([.text("?")]), try #require(answer.turn),
                .user([.toolResult(ToolResult(of: call, .output([:])))]),
            ],
            generationConfig: GenerationConfig(thinking: .modelDefault))
        #expect(
            try text(request)
                == #"{"contents":[{"role":"user","parts":[{"text":"?"}]},\#(content),{"role":"user","parts":["#
                + #"{"functionResponse":{"name":"f","response":{"output":{}}}}]}],"generationConfig":{}}"#)
    }

    @Test("kept as text and read again, content is the same turn with the same calls")
    func kept() throws {
        let content = try #require(try answer("parallel-calls").content)
        #expect(try ModelContent(.gemini, json: content.json) == content)
        #expect(content.toolCalls.count == 2)
    }

    @Test("content that does not say whose it is goes back as the model's")
    func withoutRole() throws {
        let answer = try answer(content: #"{"parts":[{"text":"Hi"}]}"#)
        #expect(answer.content?.json == #"{"role":"model","parts":[{"text":"Hi"}]}"#)
    }

    @Test(
        "the choice of tools is said in functionCallingConfig, and auto by saying nothing",
        arguments: [
            (.auto, nil), (.any, ["functionCallingConfig": ["mode": "ANY"]]),
            (.none, ["functionCallingConfig": ["mode": "NONE"]]),
            (
                .tool("read_plan"),
                ["functionCallingConfig": ["mode": "ANY", "allowedFunctionNames": ["read_plan"]]]
            ),
        ] as [(ToolChoice, JSONValue?)])
    func choice(choice: ToolChoice, config: JSONValue?) throws {
        let request = ModelRequest(
            turns: [ToolConversation.start], tools: ToolConversation.tools, toolChoice: choice)
        #expect(try json(request)["toolConfig"] == config)
    }

    @Test(
        "a call that can't be read makes the answer unreadable",
        arguments: [
            #"{"functionCall":{"args":{}}}"#, #"{"functionCall":{"name":"f","args":[1]}}"#, #"{"functionCall":"f"}"#,
            #"{"functionCall":{"name":"f","args":\#(String(repeating: #"{"a":"#, count: 40))1"#
                + "\(String(repeating: "}", count: 40))}}",
        ])
    func unreadable(part: String) {
        #expect(throws: DecodingError.self) {
            try answer(content: #"{"role":"model","parts":[{"text":"x"},\#(part)]}"#)
        }
    }

    @Test("a model's words that were kept without the rest are the model's turn")
    func words() throws {
        let request = ModelRequest(turns: [.user([.text("a")]), .modelText("b \"c\""), .user([.text("d")])])
        #expect(
            try json(request)["contents"] == [
                ["role": "user", "parts": [["text": "a"]]], ["role": "model", "parts": [["text": "b \"c\""]]],
                ["role": "user", "parts": [["text": "d"]]],
            ])
    }

    @Test("what a model of Bedrock wrote is not sent to Gemini")
    func otherDialect() throws {
        let content = try ModelContent(.converse, json: #"{"role":"assistant","content":[{"text":"x"}]}"#)
        let error = #expect(throws: ModelError.self) {
            try text(ModelRequest(turns: [.user([.text("a")]), .model(content), .user([.text("b")])]))
        }
        #expect(error?.description == "ModelError: invalid request (OTHER_DIALECT)")
    }
}
