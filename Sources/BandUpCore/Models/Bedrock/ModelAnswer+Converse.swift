package import FoundationEssentials

extension ModelAnswer {
    /// Reads an answer of Converse; nil for one that holds neither a message nor a reason for none.
    ///
    /// - Throws: `DecodingError`, also for tool calls that can't be read.
    package init?(converse json: Data, model: ModelID) throws {
        let answer = try JSONDecoder().decode(ConverseAnswer.self, from: json)
        guard answer.output != nil || answer.stopReason != nil else { return nil }
        let blocks = answer.output?.message?.content ?? []
        var content: ModelContent?
        if !blocks.isEmpty {
            do {
                content = try ModelContent(converse: json)
            } catch {
                // Words are of use without the message around them, calls are not.
                if blocks.contains(where: \.isCall) { throw error }
            }
        }
        self.init(
            text: blocks.compactMap(\.text).joined(), content: content,
            finishReason: answer.finishReason(hasCalls: content?.toolCalls.isEmpty == false),
            usage: answer.usage.map {
                TokenUsage(promptTokens: $0.inputTokens.value, candidateTokens: $0.outputTokens.value)
            },
            modelVersion: model.name)
    }
}

extension ModelContent {
    /// The message, out of the whole answer.
    fileprivate init(converse answer: Data) throws {
        guard let text = JSONPiece(bytes: answer)["output"]?["message"]?.text else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "No message."))
        }
        try self.init(.converse, json: text)
    }
}

/// What of an answer has a meaning here.
private struct ConverseAnswer: Decodable {
    struct Output: Decodable {
        struct Message: Decodable {
            let content: [Block]?
        }
        let message: Message?
    }

    struct Block: Decodable {
        let text: String?
        let isCall: Bool

        private enum CodingKeys: CodingKey { case text, toolUse }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            text = try container.decodeIfPresent(String.self, forKey: .text)
            isCall = (try? container.decodeNil(forKey: .toolUse)) == false
        }
    }

    struct Usage: Decodable {
        let inputTokens: WireCount
        let outputTokens: WireCount
    }

    let output: Output?
    let stopReason: String?
    let usage: Usage?

    private enum CodingKeys: CodingKey { case output, stopReason, usage }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        output = try container.decodeIfPresent(Output.self, forKey: .output)
        stopReason = try? container.decodeIfPresent(String.self, forKey: .stopReason)
        // Usage that can't be read is usage not known.
        usage = try? container.decodeIfPresent(Usage.self, forKey: .usage)
    }

    func finishReason(hasCalls: Bool) -> FinishReason {
        switch stopReason {
        case "end_turn", "stop_sequence": .stop
        case "tool_use" where hasCalls: .stop
        case "max_tokens", "model_context_window_exceeded": .maxTokens
        case "guardrail_intervened", "content_filtered": .safety
        case "malformed_model_output": .malformedResponse
        case "malformed_tool_use": .malformedFunctionCall
        case nil: .unspecified
        case let other?: .unknown(other)
        }
    }
}
