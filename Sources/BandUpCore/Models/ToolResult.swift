package import Base

/// What a tool answered to a call.
package struct ToolResult: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case output([String: JSONValue])
        /// What went wrong, said to the model, which may try something else.
        case failure(String)
    }

    package let callID: String?
    package let name: String
    package let outcome: Outcome

    package init(of call: ToolCall, _ outcome: Outcome) {
        callID = call.id
        name = call.name
        self.outcome = outcome
    }

    func answers(_ call: ToolCall) -> Bool { callID == call.id && name == call.name }
}
