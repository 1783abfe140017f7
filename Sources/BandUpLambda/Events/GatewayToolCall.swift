import BandUpCore
package import Base
import FoundationEssentials

/// A tool call by Bedrock AgentCore's Gateway: the event is the tool's arguments, and the client context names the tool as
/// `{target}___{tool}`. Both come from a model; whose call it is, they do not say.
package struct GatewayToolCall: LambdaEvent {
    package static let kind: StaticString = "AgentCore Gateway tool calls"

    /// Without the gateway's target.
    package let tool: String
    package let arguments: [String: JSONValue]

    private struct ClientContext: Decodable {
        struct Custom: Decodable {
            let bedrockAgentCoreToolName: String?
        }

        let custom: Custom?
    }

    package static func matches(_ shape: EventShape) -> Bool {
        isNamed(in: shape) && shape.isObject && !shape.isForeign && !shape.isAuthorizerEvent && !shape.isActionGroup
            && !shape.hasAny(of: ["Records", "requestContext", "httpMethod", "routeKey"])
    }

    package init(_ shape: EventShape) throws {
        let name = Self.name(in: shape) ?? ""
        tool = name.firstRange(of: "___").map { String(name[$0.upperBound...]) } ?? name
        arguments = try shape.decode([String: JSONValue].self)
    }

    /// Whether the client context names a tool.
    static func isNamed(in shape: EventShape) -> Bool { name(in: shape) != nil }

    private static func name(in shape: EventShape) -> String? {
        guard let context = shape.clientContext else { return nil }
        let decoded = try? JSONDecoder().decode(ClientContext.self, from: Data(context.utf8))
        return decoded?.custom?.bedrockAgentCoreToolName
    }
}
