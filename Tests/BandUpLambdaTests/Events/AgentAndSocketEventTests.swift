import BandUpCore
import Base
import Foundation
import TestSupport
import Testing

@testable import BandUpLambda

@Suite("Events of authorizers, sockets and agents") struct AgentAndSocketEventTests {
    private func shape(_ event: JSONValue) throws -> EventShape { try EventShape(Data(event.text.utf8)) }

    private func foreign(_ name: String) throws -> JSONValue {
        try #require(ForeignEvents.all.first { $0.name == name }?.event)
    }

    @Test("an authorizer is told which gateway asks, since each wants another answer")
    func authorizers() throws {
        let token = try AuthorizerEvent(shape(foreign("REST token authorizer")))
        #expect(token.gateway == .restToken)
        #expect(token.token == "Bearer x")
        let rest = try AuthorizerEvent(shape(foreign("REST request authorizer")))
        #expect(rest.gateway == .restRequest)
        #expect(rest.headers["authorization"] == "Bearer x")
        let http = try AuthorizerEvent(shape(foreign("HTTP API authorizer")))
        #expect(http.gateway == .http)
        #expect(http.identitySource == ["Bearer x"])
        #expect(http.routeKey == "POST /uploads")
        #expect(http.resourceARN == "arn:aws:execute-api:eu-west-1:1:api/prod/POST/uploads")
        let socket = try AuthorizerEvent(
            shape([
                "type": "REQUEST", "methodArn": "arn:aws:execute-api:x:1:api/prod/$connect",
                "queryStringParameters": ["ticket": "t-1"], "headers": .null,
                "requestContext": ["routeKey": "$connect", "eventType": "CONNECT", "connectionId": "c="],
            ]))
        #expect(socket.gateway == .webSocket)
        #expect(socket.query == ["ticket": "t-1"])
    }

    @Test("what happens on a socket is told apart by its type")
    func sockets() throws {
        func event(_ type: String, _ others: [String: JSONValue] = [:]) throws -> WebSocketEvent {
            try WebSocketEvent(
                shape(
                    JSONValue.object([
                        "requestContext": [
                            "routeKey": "turn", "eventType": .string(type), "connectionId": "L0SM9cOFvHcCIhw=",
                            "domainName": "d", "stage": "prod", "disconnectStatusCode": 1001,
                            "authorizer": ["principalId": "u-1", "exp": "5"],
                        ]
                    ]).setting(others)))
        }
        let connect = try event(
            "CONNECT", ["headers": ["Origin": "https://a"], "queryStringParameters": ["ticket": "t"]])
        #expect(connect.happening == .connect(headers: ["Origin": "https://a"], query: ["ticket": "t"]))
        #expect(connect.connectionID == "L0SM9cOFvHcCIhw=")
        #expect(connect.authorizer["exp"] == "5")
        #expect(try event("MESSAGE", ["body": "{}"]).happening == .message(Data("{}".utf8)))
        let encoded = try event("MESSAGE", ["body": "e30=", "isBase64Encoded": true])
        #expect(encoded.happening == .message(Data("{}".utf8)))
        #expect(try event("DISCONNECT").happening == .disconnect(code: 1001))
        #expect(throws: UnsupportedEvent.self) { try event("HELLO") }
    }

    @Test("an agent's call names a function or an operation, with its arguments from path, query and body")
    func actionGroups() throws {
        let argument: JSONValue = ["name": "query", "type": "string", "value": "rivers"]
        let function = try ActionGroupCall(
            shape(
                foreign("action group by function").setting([
                    "parameters": [argument], "sessionAttributes": ["user_id": "u-1"],
                ])))
        #expect(function.target == .function("document_search"))
        #expect(function.arguments == [.init(name: "query", type: "string", value: "rivers")])
        #expect(function.sessionAttributes == ["user_id": "u-1"])
        let properties: JSONValue = ["application/json": ["properties": [argument]]]
        let operation = try ActionGroupCall(
            shape(
                foreign("action group by OpenAPI").setting([
                    "parameters": .null, "requestBody": ["content": properties],
                ])))
        #expect(operation.target == .operation(method: "POST", path: "/uploads"))
        #expect(operation.arguments.map(\.value) == ["rivers"])
        #expect(operation.sessionID == "s")
    }
}
