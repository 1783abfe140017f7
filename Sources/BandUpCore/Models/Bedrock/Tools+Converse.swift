import Base

// Tools of Bedrock's Converse (botocore 1.44, bedrock-runtime).

extension ModelRequest {
    /// Nil where no tool is offered.
    var converseToolConfig: JSONValue? {
        // "No tool" is said by offering none; a conversation with calls in it is refused without the tools, though.
        let hasCalls = turns.contains { !$0.toolCalls.isEmpty }
        guard !tools.isEmpty, toolChoice != .none || hasCalls else { return nil }
        var members: [String: JSONValue] = ["tools": .array(tools.map { ["toolSpec": $0.converseSpec] })]
        members["toolChoice"] = toolChoice.converse
        return .object(members)
    }
}

extension ModelTool {
    var converseSpec: JSONValue {
        [
            "name": .string(name), "description": .string(description),
            "inputSchema": ["json": arguments.standardJSON],
        ]
    }
}

extension ToolChoice {
    /// Nil for what holds where nothing is said: some models take no choice at all.
    var converse: JSONValue? {
        switch self {
        case .auto, .none: nil
        case .any: ["any": [:]]
        case .tool(let name): ["tool": ["name": .string(name)]]
        }
    }
}

extension ToolCall {
    /// The calls in a `Message`.
    static func calls(converse message: JSONValue) throws -> [ToolCall] {
        guard case .array(let blocks)? = message["content"] else { throw DecodingError.unfitToolCall }
        return try blocks.compactMap { $0["toolUse"] }.filter { $0 != .null }.map { use in
            // A result can't be given to a call without an id.
            guard use["toolUseId"]?.stringValue != nil else { throw DecodingError.unfitToolCall }
            return try ToolCall(id: use["toolUseId"], name: use["name"], arguments: use["input"])
        }
    }
}

extension ToolResult {
    /// - Throws: `invalidRequest` for the result of a call that another API made.
    func converseBlock() throws(ModelError) -> JSONValue {
        guard let callID else { throw ModelError(.invalidRequest(status: "TOOL_RESULTS")) }
        let (content, status): (JSONValue, JSONValue) =
            switch outcome {
            case .output(let output): (["json": .object(output)], "success")
            case .failure(let problem): (["text": .string(problem)], "error")
            }
        return ["toolUseId": .string(callID), "content": [content], "status": status]
    }
}
