import BandUpCore
package import Base
import FoundationEssentials

/// A tool call by an agent of Bedrock Agents Classic, by function details or by an OpenAPI schema (Amazon Bedrock user
/// guide, "Configure Lambda functions to send information an Amazon Bedrock agent elicits from the user").
///
/// Its arguments come from a model, as text whatever their type. Whose call it is, only the session's attributes say, which
/// the application that runs the agent has set.
package struct ActionGroupCall: LambdaEvent {
    package static let kind: StaticString = "Bedrock action groups"

    package enum Target: Sendable, Equatable {
        case function(String)
        /// The path as the schema has it, with its parameters in braces.
        case operation(method: String, path: String)
    }

    package struct Argument: Sendable, Equatable, Decodable {
        package let name: String
        /// `string`, `number`, `integer`, `boolean` or `array`.
        package let type: String?
        package let value: String?
    }

    package let actionGroup: String
    package let target: Target
    /// Of the path, the query and the body together.
    package let arguments: [Argument]
    package let sessionID: String?
    /// To be sent back: what an answer holds replaces it.
    package let sessionAttributes: [String: JSONValue]
    package let promptSessionAttributes: [String: JSONValue]

    package static func matches(_ shape: EventShape) -> Bool {
        shape.has("messageVersion") && shape.has("agent") && shape.has("actionGroup")
            && shape.has("function") != shape.has("apiPath") && !shape.isForeign && !shape.isAuthorizerEvent
            && !shape.hasAny(of: ["Records", "requestContext", "routeKey"])
    }

    private struct Payload: Decodable {
        struct Body: Decodable {
            struct Content: Decodable {
                let properties: [Argument]?
            }

            let content: [String: Content]?
        }

        let actionGroup: String
        let function: String?
        let apiPath: String?
        let httpMethod: String?
        let parameters: [Argument]?
        let requestBody: Body?
        let sessionId: String?
        let sessionAttributes: [String: JSONValue]?
        let promptSessionAttributes: [String: JSONValue]?
    }

    package init(_ shape: EventShape) throws {
        guard let payload = try? shape.decode(Payload.self) else {
            throw UnsupportedEvent(problem: "The action group's call can't be read.")
        }
        if let function = payload.function {
            target = .function(function)
        } else if let path = payload.apiPath, let method = payload.httpMethod {
            target = .operation(method: method.uppercased(), path: path)
        } else {
            throw UnsupportedEvent(problem: "The action group's call names neither a function nor an operation.")
        }
        actionGroup = payload.actionGroup
        arguments =
            (payload.parameters ?? []) + (payload.requestBody?.content?["application/json"]?.properties ?? [])
        sessionID = payload.sessionId
        sessionAttributes = payload.sessionAttributes ?? [:]
        promptSessionAttributes = payload.promptSessionAttributes ?? [:]
    }
}
