import Base
import FoundationEssentials

/// The body of `POST /model/{id}/converse` (botocore 1.44, bedrock-runtime), as JSON text around what models wrote, which
/// goes back as it came.
enum ConverseBody {
    /// - Throws: `invalidRequest`, such as for a part that is not text.
    static func json(of request: ModelRequest) throws(ModelError) -> Data {
        try request.checkTools()
        var members = ["\"system\":\(try text(of: system(of: request)))"]
        if let config = request.converseToolConfig { members.append("\"toolConfig\":\(try text(of: config))") }
        var messages: [String] = []
        for turn in request.turns { messages.append(try message(turn)) }
        members.append("\"messages\":[\(messages.joined(separator: ","))]")
        members.append("\"inferenceConfig\":\(try text(of: inferenceConfig(of: request.generationConfig)))")
        return Data("{\(members.joined(separator: ","))}".utf8)
    }

    private static func system(of request: ModelRequest) throws(ModelError) -> JSONValue {
        var instruction = request.systemInstruction ?? ""
        if case .json(let schema) = request.generationConfig.responseFormat {
            instruction += """


                FORM OF THE ANSWER
                Answer with one JSON object and nothing else: no text before or after it, no code fence. It must be valid \
                against this JSON Schema:
                \(try text(of: schema.json))
                """
        }
        return instruction.isEmpty ? [] : [["text": .string(instruction)]]
    }

    private static func inferenceConfig(of config: GenerationConfig) -> JSONValue {
        let limit = min(config.maxOutputTokens ?? .max, BedrockConverseModel.maxOutputTokens)
        var members: [String: JSONValue] = ["maxTokens": .integer(Int64(limit))]
        members["temperature"] = config.temperature.map { .number($0) }
        return .object(members)
    }

    private static func message(_ turn: ModelTurn) throws(ModelError) -> String {
        switch turn {
        case .user(let parts):
            var content: [JSONValue] = []
            for part in parts {
                switch part {
                case .text(let text): content.append(["text": .string(text)])
                case .toolResult(let result): content.append(["toolResult": try result.converseBlock()])
                default: throw ModelError(.invalidRequest(status: "TEXT_ONLY"))
                }
            }
            return try text(of: ["role": "user", "content": .array(content)])
        case .model(let content):
            guard content.dialect == .converse else { throw ModelError(.invalidRequest(status: "OTHER_DIALECT")) }
            return content.json
        case .modelText(let value):
            return try text(of: ["role": "assistant", "content": [["text": .string(value)]]])
        }
    }

    private static func text(of value: JSONValue) throws(ModelError) -> String {
        do {
            return String(decoding: try JSONEncoder.canonical.encode(value), as: UTF8.self)
        } catch {
            // Only a number that JSON can't write.
            throw ModelError(.invalidRequest(status: "NOT_ENCODABLE"))
        }
    }
}
