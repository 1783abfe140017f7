import Base

// Function calling of the Gemini API (google-genai 3.4.0 `types.py`).

extension ModelTool {
    var functionDeclaration: JSONValue {
        var members: [String: JSONValue] = ["name": .string(name), "description": .string(description)]
        // An object without properties is refused as a schema; no schema means no arguments.
        if arguments != .object([]) { members["parametersJsonSchema"] = arguments.json }
        return .object(members)
    }
}

extension ToolChoice {
    /// Nil for what holds where nothing is said.
    var functionCallingConfig: JSONValue? {
        switch self {
        case .auto: nil
        case .any: ["mode": "ANY"]
        case .none: ["mode": "NONE"]
        case .tool(let name): ["mode": "ANY", "allowedFunctionNames": [.string(name)]]
        }
    }
}

extension ToolCall {
    /// The calls in a `Content`.
    static func calls(gemini content: JSONValue) throws -> [ToolCall] {
        guard case .array(let parts)? = content["parts"] else { throw DecodingError.unfitToolCall }
        return try parts.compactMap { $0["functionCall"] }.filter { $0 != .null }.map { call in
            try ToolCall(id: call["id"], name: call["name"], arguments: call["args"])
        }
    }
}

extension ToolResult {
    /// The API reads `output` and `error` as what they say; anything else would be output as a whole, so that a tool's
    /// own member of such a name would be taken for it.
    var functionResponse: JSONValue {
        var members: [String: JSONValue] = ["name": .string(name)]
        members["id"] = callID.map { .string($0) }
        members["response"] =
            switch outcome {
            case .output(let output): ["output": .object(output)]
            case .failure(let problem): ["error": .string(problem)]
            }
        return .object(members)
    }
}
