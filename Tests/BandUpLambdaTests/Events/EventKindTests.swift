import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite("Telling events apart") struct EventKindTests {
    /// The kinds that take an event.
    private func kinds(_ event: JSONValue, clientContext: String? = nil) throws -> [String] {
        let all: [any LambdaEvent.Type] = [
            SQSEvent.self, HTTPAPIEvent.self, RESTAPIEvent.self, WebSocketEvent.self, AuthorizerEvent.self,
            ActionGroupCall.self, GatewayToolCall.self, DirectRequest.self,
        ]
        let shape = try EventShape(Data(event.text.utf8), clientContext: clientContext)
        return all.filter { $0.matches(shape) }.map { "\($0)" }
    }

    @Test("no event is of two kinds, and none of another service counts as a request", arguments: ForeignEvents.all)
    func foreign(name: String, event: JSONValue) throws {
        let own = [
            "REST token authorizer": "AuthorizerEvent", "REST request authorizer": "AuthorizerEvent",
            "HTTP API authorizer": "AuthorizerEvent", "WebSocket message": "WebSocketEvent",
            "action group by function": "ActionGroupCall", "action group by OpenAPI": "ActionGroupCall",
        ]
        let isRecords = event["Records"] != nil
        #expect(try kinds(event) == own[name].map { [$0] } ?? (isRecords ? ["SQSEvent"] : []))
    }

    @Test(
        "a request's fields beside a foreign event's make no request of it",
        arguments: ForeignEvents.variants(
            request: ["user_id": "u-1", "essay_content": "An essay.", "filename": "a.wav"], path: "/uploads"))
    func dressedUp(name: String, event: JSONValue) throws {
        let requests = ["HTTPAPIEvent", "RESTAPIEvent", "DirectRequest", "GatewayToolCall"]
        #expect(try kinds(event).filter(requests.contains) == [])
    }

    @Test("an object without marks is a direct request, and so is what is no JSON at all: it gets its error later")
    func direct() throws {
        #expect(
            try kinds(["user_id": "u-1", "essay_content": "Records, requestContext and httpMethod."]) == [
                "DirectRequest"
            ])
        #expect(try kinds("Records") == ["DirectRequest"])
        for text in ["", "null", "{", "1e999", "\u{FEFF}{}"] {
            #expect(DirectRequest.matches(try EventShape(Data(text.utf8))))
        }
    }

    @Test(
        "a mark is a mark whatever its value, and however its name is written",
        arguments: [
            "Records", "requestContext", "httpMethod", "routeKey", "methodArn", "routeArn", "authorizationToken",
            "detail-type", "messageVersion", "Event",
        ])
    func marks(name: String) throws {
        let escaped = name.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
        for member in [name, escaped] {
            for value in ["null", "5", "{}", "[]", "\"\""] {
                let event = #"{"user_id": "u-1", "\#(member)": \#(value), "essay_content": "x"}"#
                #expect(!DirectRequest.matches(try EventShape(Data(event.utf8))), "\(event)")
            }
        }
    }

    @Test("a tool's name in the client context makes the event a tool call, never a direct request")
    func toolCall() throws {
        let context = #"{"custom": {"bedrockAgentCoreToolName": "tutor___document_search", "other": 1}}"#
        #expect(try kinds(["query": "rivers"], clientContext: context) == ["GatewayToolCall"])
        let call = try GatewayToolCall(
            EventShape(Data(#"{"query": "rivers", "user_id": "u-2"}"#.utf8), clientContext: context))
        #expect(call.tool == "document_search")
        #expect(call.arguments["query"] == "rivers")
        #expect(try kinds(["query": "rivers"], clientContext: #"{"custom": {"app": "x"}}"#) == ["DirectRequest"])
    }

    @Test("events nested too deeply are refused before anything decodes them", arguments: [33, 500, 100_000])
    func depth(levels: Int) {
        let nested = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        for event in [nested, #"{"requestContext":{"http":{"method":"GET"},"authorizer":{"a":\#(nested)}}}"#] {
            #expect(throws: UnsupportedEvent(problem: "The event is nested too deeply.")) {
                try EventShape(Data(event.utf8))
            }
        }
    }

    @Test("no truncation brings the process down")
    func truncated() throws {
        let whole = try EventGolden.data("api-v1-cognito")
        for length in stride(from: 0, to: whole.count, by: 7) {
            let shape = try EventShape(whole.prefix(length))
            #expect(!RESTAPIEvent.matches(shape))
        }
    }
}
